using System.Numerics;
using System.Numerics.Tensors;

namespace NotebookKit.Display;

/// <summary>Goes through the numbers of a tensor in blocks, in any layout, without a copy of the whole.</summary>
internal static class TensorWalk
{
    private const int Block = 1024;

    /// <summary>What is done with a block.</summary>
    public delegate void Look(ReadOnlySpan<double> values);

    /// <summary>All numbers once, in no promised order; an axis that repeats one number (stride 0) is gone through once.</summary>
    public static void Numbers(Tensor tensor, Look look)
    {
        if (tensor.Count == 0)
        {
            return;
        }

        tensor = tensor.Hosted;

        (int Size, int Stride)[] axes = [.. Enumerable.Range(0, tensor.Rank).Select(a => (Size: tensor.Shape[a], Stride: tensor.Strides[a]))
            .Where(axis => axis is { Size: > 1, Stride: not 0 }).OrderByDescending(axis => Math.Abs(axis.Stride))];
        if (tensor.IsDense)
        {
            axes = [(tensor.Count, 1)];
        }

        double[] block = new double[Block];
        int filled = 0;
        (int runLength, int runStride) = axes.Length == 0 ? (1, 1) : axes[^1];
        Walk(axes.AsSpan(0, Math.Max(0, axes.Length - 1)), tensor.Offset);
        look(block.AsSpan(0, filled));

        void Walk(ReadOnlySpan<(int Size, int Stride)> outer, int start)
        {
            if (outer.Length == 0)
            {
                Run(start);
                return;
            }

            for (int i = 0; i < outer[0].Size; i++)
            {
                Walk(outer[1..], start + (i * outer[0].Stride));
            }
        }

        void Run(int start)
        {
            for (int done = 0; done < runLength;)
            {
                int now = Math.Min(Block - filled, runLength - done);
                Copy(tensor, start + (done * runStride), runStride, block.AsSpan(filled, now));
                (done, filled) = (done + now, filled + now);
                if (filled == Block)
                {
                    look(block);
                    filled = 0;
                }
            }
        }
    }

    /// <summary>The n-th number in reading order, last axis fastest.</summary>
    public static double At(Tensor tensor, int n)
    {
        tensor = tensor.Hosted;
        int place = tensor.Offset;
        for (int axis = tensor.Rank - 1; axis >= 0; axis--)
        {
            place += n % tensor.Shape[axis] * tensor.Strides[axis];
            n /= tensor.Shape[axis];
        }

        Span<double> one = stackalloc double[1];
        Copy(tensor, place, 1, one);
        return one[0];
    }

    /// <summary>Some numbers, a stride apart, as doubles.</summary>
    public static void Copy(Tensor tensor, int start, int stride, Span<double> target)
    {
        switch (tensor.DType)
        {
            case DType.Float32: Take<float>(tensor, start, stride, target); break;
            case DType.Float64: Take<double>(tensor, start, stride, target); break;
            case DType.Int64: Take<long>(tensor, start, stride, target); break;
            case DType.UInt8: Take<byte>(tensor, start, stride, target); break;
            default:
                ReadOnlySpan<bool> flags = tensor.Storage.Span<bool>();
                for (int i = 0; i < target.Length; i++)
                {
                    target[i] = flags[start + (i * stride)] ? 1 : 0;
                }

                break;
        }
    }

    private static void Take<T>(Tensor tensor, int start, int stride, Span<double> target)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> values = tensor.Storage.Span<T>();
        if (stride == 1)
        {
            TensorPrimitives.ConvertTruncating(values.Slice(start, target.Length), target);
            return;
        }

        for (int i = 0; i < target.Length; i++)
        {
            target[i] = double.CreateTruncating(values[start + (i * stride)]);
        }
    }
}
