using System.Numerics;
using System.Numerics.Tensors;

namespace NotebookKit.Devices;

/// <summary>Turns numbers of one kind into another, on the processor.</summary>
/// <remarks>A float that an integer cannot hold becomes the nearest one that it can; any number but 0 is true.</remarks>
internal static class Casts
{
    /// <summary>y = x, both contiguous.</summary>
    public static void Run(Tensor x, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32:
                FromNumber<float>(x, y);
                break;
            case DType.Float64:
                FromNumber<double>(x, y);
                break;
            case DType.Int64:
                FromNumber<long>(x, y);
                break;
            case DType.UInt8:
                FromNumber<byte>(x, y);
                break;
            default:
                FromBool(x.Elements<bool>(), y);
                break;
        }
    }

    private static void FromNumber<TFrom>(Tensor x, Tensor y)
        where TFrom : unmanaged, INumber<TFrom>
    {
        ReadOnlySpan<TFrom> from = x.Elements<TFrom>();
        switch (y.DType)
        {
            case DType.Float32:
                TensorPrimitives.ConvertSaturating(from, y.Elements<float>());
                break;
            case DType.Float64:
                TensorPrimitives.ConvertSaturating(from, y.Elements<double>());
                break;
            case DType.Int64:
                TensorPrimitives.ConvertSaturating(from, y.Elements<long>());
                break;
            case DType.UInt8:
                TensorPrimitives.ConvertSaturating(from, y.Elements<byte>());
                break;
            default:
                Span<bool> to = y.Elements<bool>();
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = from[i] != TFrom.Zero;
                }

                break;
        }
    }

    private static void FromBool(ReadOnlySpan<bool> from, Tensor y)
    {
        byte[] bytes = new byte[from.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = from[i] ? (byte)1 : (byte)0;
        }

        FromNumber<byte>(Tensor.Wrap(bytes), y);
    }
}
