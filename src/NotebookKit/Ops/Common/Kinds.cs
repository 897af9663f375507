namespace NotebookKit.Ops;

/// <summary>What operations that work on more than floats ask of their operands' kinds.</summary>
internal static class Kinds
{
    /// <summary>Two operands of one kind on one device.</summary>
    public static void Same(string operation, Tensor x, Tensor y)
    {
        if (x.DType != y.DType)
        {
            throw new ArgumentException($"{operation}: the operands {x.Shape} and {y.Shape} hold {x.DType} and {y.DType}; cast one with To(DType.{x.DType}).");
        }

        if (x.Device != y.Device)
        {
            throw new ArgumentException($"{operation}: the operands live on {x.Device} and {y.Device}; bring them to one device.");
        }
    }

    /// <summary>Numbers, not truths.</summary>
    public static void Numbers(string operation, Tensor x)
    {
        if (x.DType == DType.Bool)
        {
            throw new ArgumentException($"{operation}: works on numbers, and the tensor {x.Shape} holds Bool; cast it with To(DType.Int64).");
        }
    }

    /// <summary>True or false.</summary>
    public static void Truths(string operation, Tensor x)
    {
        if (x.DType != DType.Bool)
        {
            throw new ArgumentException($"{operation}: works on Bool, and the tensor {x.Shape} holds {x.DType}; compare it first, as in x > 0.");
        }
    }

    /// <summary>Whole numbers that stay exact in sums: smaller kinds and truths become Int64, floats stay what they are.</summary>
    public static Tensor Wide(Tensor x) => x.DType.IsFloat() ? x : x.To(DType.Int64);

    /// <summary>Whether a kind can hold a number without changing it; every float is rounded to a float.</summary>
    public static bool Fits(DType dtype, double value) => dtype switch
    {
        DType.Int64 => Math.Abs(value) <= 1L << 53 && value == Math.Floor(value),
        DType.UInt8 => value is >= 0 and <= 255 && value == Math.Floor(value),
        DType.Bool => value is 0 or 1,
        _ => true,
    };
}
