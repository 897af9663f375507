namespace NotebookKit.Ops;

/// <summary>What operations ask of their operands, in the same words everywhere.</summary>
internal static class Check
{
    /// <summary>The tensor holds floats.</summary>
    public static void Floats(string operation, Tensor x)
    {
        if (!x.DType.IsFloat())
        {
            throw new ArgumentException($"{operation}: works on floats, and the tensor {x.Shape} holds {x.DType}; cast it with To(DType.Float32).");
        }
    }

    /// <summary>Both hold the same kind of float and live on the same device.</summary>
    public static void SameFloats(string operation, Tensor x, Tensor y)
    {
        Floats(operation, x);
        Floats(operation, y);
        if (x.DType != y.DType)
        {
            throw new ArgumentException($"{operation}: the operands {x.Shape} and {y.Shape} hold {x.DType} and {y.DType}; cast one with To(DType.{x.DType}).");
        }

        if (x.Device != y.Device)
        {
            throw new ArgumentException($"{operation}: the operands live on {x.Device} and {y.Device}; bring them to one device.");
        }
    }

    /// <summary>Whole-number class labels, one a row, each below the number of classes.</summary>
    public static void Labels(string operation, Tensor labels, int rows, int classes)
    {
        if (labels.DType != DType.Int64 || labels.Rank != 1)
        {
            throw new ArgumentException($"{operation}: labels are [N] class numbers of Int64, and these are {labels.Shape} of {labels.DType}; cast them with To(DType.Int64).");
        }

        if (labels.Count != rows)
        {
            throw new ArgumentException($"{operation}: {rows} rows have {labels.Count} labels.");
        }

        foreach (long label in labels.Contiguous().Elements<long>())
        {
            if ((ulong)label >= (ulong)classes)
            {
                throw new ArgumentException($"{operation}: label {label} names none of the {classes} classes, 0 to {classes - 1}.");
            }
        }
    }
}
