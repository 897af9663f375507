namespace NotebookKit.Ilgpu;

/// <summary>Chooses the form of an operation for a kind of number: each is written once, for any number, and here compiled for those that a tensor holds.</summary>
internal static class Kinds
{
    /// <summary>For floats.</summary>
    public static void Floats(DType dtype, Action single, Action twice)
    {
        if (dtype == DType.Float32)
        {
            single();
        }
        else
        {
            twice();
        }
    }

    /// <summary>For floats and whole numbers; what is true or false is a byte.</summary>
    public static void Numbers(DType dtype, Action single, Action twice, Action whole, Action small)
    {
        switch (dtype)
        {
            case DType.Float32:
                single();
                break;
            case DType.Float64:
                twice();
                break;
            case DType.Int64:
                whole();
                break;
            default:
                small();
                break;
        }
    }

    /// <summary>For work that moves numbers and does not ask what their bits mean.</summary>
    public static void Bits(DType dtype, Action eight, Action four, Action one)
    {
        switch (dtype.Size())
        {
            case 8:
                eight();
                break;
            case 4:
                four();
                break;
            default:
                one();
                break;
        }
    }
}
