using NotebookKit.Ilgpu.Works;

namespace NotebookKit.Ilgpu;

/// <content>From one kind of number to another.</content>
public sealed partial class GpuDevice
{
    /// <inheritdoc/>
    internal override void Cast(Tensor x, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32:
                From<Float32Kind, float>(x, y);
                break;
            case DType.Float64:
                From<Float64Kind, double>(x, y);
                break;
            case DType.Int64:
                From<Int64Kind, long>(x, y);
                break;
            case DType.UInt8:
                From<UInt8Kind, byte>(x, y);
                break;
            default:
                From<BoolKind, byte>(x, y);
                break;
        }
    }

    private void From<TKind, T>(Tensor x, Tensor y)
        where TKind : struct, IKind<T>
        where T : unmanaged
    {
        switch (y.DType)
        {
            case DType.Float32:
                Between<TKind, T, Float32Kind, float>(x, y);
                break;
            case DType.Float64:
                Between<TKind, T, Float64Kind, double>(x, y);
                break;
            case DType.Int64:
                Between<TKind, T, Int64Kind, long>(x, y);
                break;
            case DType.UInt8:
                Between<TKind, T, UInt8Kind, byte>(x, y);
                break;
            default:
                Between<TKind, T, BoolKind, byte>(x, y);
                break;
        }
    }

    private void Between<TFromKind, TFrom, TToKind, TTo>(Tensor x, Tensor y)
        where TFromKind : struct, IKind<TFrom>
        where TFrom : unmanaged
        where TToKind : struct, IKind<TTo>
        where TTo : unmanaged => launcher.Each(y.Count, new CastWork<TFromKind, TFrom, TToKind, TTo>(View<TFrom>(x), View<TTo>(y)));
}
