using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Comparing, whole-number arithmetic, and choosing by a condition or by indices.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void Compare<TTest>(Tensor x, Tensor y, Tensor z)
    {
        switch (x.DType)
        {
            case DType.Float32:
                Run<float>();
                break;
            case DType.Float64:
                Run<double>();
                break;
            case DType.Int64:
                Run<long>();
                break;
            default:
                Run<byte>();
                break;
        }

        void Run<T>()
            where T : unmanaged, INumber<T> =>
            Pairs.Compare<TTest, T>(z.Shape.Span, Raw<T>(x), StretchedLayout(x, z.Shape), Raw<T>(y), StretchedLayout(y, z.Shape), z.Elements<bool>());
    }

    /// <inheritdoc/>
    internal override void Whole<TFormula>(Tensor x, Tensor y, Tensor z)
    {
        if (x.DType == DType.Int64)
        {
            Run<long>();
        }
        else
        {
            Run<byte>();
        }

        void Run<T>()
            where T : unmanaged, IBinaryInteger<T> =>
            Pairs.Whole<TFormula, T>(z.Shape.Span, Raw<T>(x), StretchedLayout(x, z.Shape), Raw<T>(y), StretchedLayout(y, z.Shape), RawElements<T>(z));
    }

    /// <inheritdoc/>
    internal override void Where(Tensor condition, Tensor x, Tensor y, Tensor z)
    {
        switch (x.DType.Size())
        {
            case 8:
                Run<ulong>();
                break;
            case 4:
                Run<uint>();
                break;
            default:
                Run<byte>();
                break;
        }

        void Run<TBits>()
            where TBits : unmanaged, IBinaryInteger<TBits> => Pairs.Where(
                z.Shape.Span,
                condition.Storage.Span<bool>(),
                StretchedLayout(condition, z.Shape),
                Raw<TBits>(x),
                StretchedLayout(x, z.Shape),
                Raw<TBits>(y),
                StretchedLayout(y, z.Shape),
                RawElements<TBits>(z));
    }

    /// <inheritdoc/>
    internal override void SelectRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
        ReadOnlySpan<long> rows = places.Elements<long>();
        switch (x.DType.Size())
        {
            case 8:
                IndexedRows.Select(RawElements<ulong>(x), rows, outer, middle, inner, RawElements<ulong>(y));
                break;
            case 4:
                IndexedRows.Select(RawElements<uint>(x), rows, outer, middle, inner, RawElements<uint>(y));
                break;
            default:
                IndexedRows.Select(RawElements<byte>(x), rows, outer, middle, inner, RawElements<byte>(y));
                break;
        }
    }

    /// <inheritdoc/>
    internal override void AddRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
        ReadOnlySpan<long> rows = places.Elements<long>();
        switch (x.DType)
        {
            case DType.Float32:
                IndexedRows.Add(x.Elements<float>(), rows, outer, middle, inner, y.Elements<float>());
                break;
            case DType.Float64:
                IndexedRows.Add(x.Elements<double>(), rows, outer, middle, inner, y.Elements<double>());
                break;
            case DType.Int64:
                IndexedRows.Add(x.Elements<long>(), rows, outer, middle, inner, y.Elements<long>());
                break;
            default:
                IndexedRows.Add(x.Elements<byte>(), rows, outer, middle, inner, y.Elements<byte>());
                break;
        }
    }

    /// <inheritdoc/>
    internal override void PutRows(Tensor x, Tensor places, int inner, Tensor y)
    {
        ReadOnlySpan<long> rows = places.Elements<long>();
        switch (x.DType.Size())
        {
            case 8:
                IndexedRows.Put(RawElements<ulong>(x), rows, inner, RawElements<ulong>(y));
                break;
            case 4:
                IndexedRows.Put(RawElements<uint>(x), rows, inner, RawElements<uint>(y));
                break;
            default:
                IndexedRows.Put(RawElements<byte>(x), rows, inner, RawElements<byte>(y));
                break;
        }
    }

    /// <inheritdoc/>
    internal override Tensor NonZero(Tensor mask) => Tensor.Wrap(IndexedRows.NonZero(mask.Elements<bool>()));

    private static Layout StretchedLayout(Tensor x, Shape shape)
    {
        int[] steps = new int[shape.Rank];
        Stretch(x, shape, steps);
        return new Layout(shape.Span, steps, x.Offset);
    }
}
