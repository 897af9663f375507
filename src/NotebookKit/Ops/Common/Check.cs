using System.Runtime.CompilerServices;

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

    /// <summary>Whether both hold the same kind of float and live on the same device.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreSameFloats(Tensor x, Tensor y) => x.DType == y.DType && x.DType.IsFloat() && x.Device == y.Device;

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

        foreach (long label in labels.Hosted.Contiguous().Elements<long>())
        {
            if ((ulong)label >= (ulong)classes)
            {
                throw new ArgumentException($"{operation}: label {label} names none of the {classes} classes, 0 to {classes - 1}.");
            }
        }
    }

    /// <summary>Int64 indices that fit a shape in all sizes but one axis, each a place of that axis.</summary>
    public static void Indices(string operation, Tensor indices, int axis, Shape shape)
    {
        int[] sizes = shape.ToArray();
        if (indices.DType == DType.Int64 && indices.Rank == shape.Rank)
        {
            sizes[axis] = indices.Shape[axis];
        }

        if (indices.DType != DType.Int64 || indices.Shape != new Shape(sizes))
        {
            throw new ArgumentException($"{operation}: indices are Int64 and have the sizes of {shape} but along axis {axis}, and these are {indices.Shape} of {indices.DType}.");
        }

        ReadOnlySpan<long> places = indices.Hosted.Contiguous().Elements<long>();
        for (int i = 0; i < places.Length; i++)
        {
            if ((ulong)places[i] >= (ulong)shape[axis])
            {
                string at = string.Join(", ", Positions.Of(i, indices.Shape));
                throw new ArgumentException($"{operation}: index {places[i]} at [{at}] lies outside axis {axis} of {shape}, which has size {shape[axis]}.");
            }
        }
    }
}
