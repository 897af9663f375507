using System.Numerics;
using ILGPU;
using NotebookKit.Ilgpu.Works;

namespace NotebookKit.Ilgpu;

/// <content>Sums, largest numbers and order along an axis.</content>
public sealed partial class GpuDevice
{
    // So many threads keep a large card busy.
    private const int ManyThreads = 1 << 16;

    /// <inheritdoc/>
    internal override void Sum(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32:
                SumFloats<float>(View<float>(x), outer, middle, inner, View<float>(y));
                break;
            case DType.Float64:
                SumFloats<double>(View<double>(x), outer, middle, inner, View<double>(y));
                break;
            default:
                launcher.Each(outer * inner, new WholeSumWork(View<long>(x), middle, inner, View<long>(y)));
                break;
        }

        Needed(x, y);
    }

    /// <inheritdoc/>
    internal override void ArgMax(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        Kinds.Numbers(x.DType, Run<float>, Run<double>, Run<long>, Run<byte>);

        void Run<T>()
            where T : unmanaged, INumber<T> => launcher.Each(outer * inner, new ArgMaxWork<T>(View<T>(x), middle, inner, View<long>(y)));
    }

    /// <inheritdoc/>
    internal override void CumSum(Tensor x, int outer, int middle, int inner, Tensor y) => Scan(null, x, outer, middle, inner, y);

    /// <inheritdoc/>
    internal override void Recurrence(Tensor a, Tensor b, int outer, int middle, int inner, Tensor y) => Scan(a, b, outer, middle, inner, y);

    /// <inheritdoc/>
    internal override void BestSoFar(Tensor x, int outer, int middle, int inner, bool smallest, Tensor places)
    {
        Kinds.Numbers(x.DType, Run<float>, Run<double>, Run<long>, Run<byte>);

        void Run<T>()
            where T : unmanaged, INumber<T> => launcher.Each(
                middle == 0 ? 0 : outer * inner, new BestSoFarWork<T>(View<T>(x), middle, inner, smallest ? 1 : 0, View<long>(places)));
    }

    /// <inheritdoc/>
    internal override void SortPlaces(Tensor x, int outer, int middle, int inner, bool descending, Tensor places)
    {
        Kinds.Numbers(x.DType, Run<float>, Run<double>, Run<long>, Run<byte>);

        void Run<T>()
            where T : unmanaged, INumber<T> => launcher.Each(
                outer * middle * inner, new RankWork<T>(View<T>(x), middle, inner, descending ? 1 : 0, View<long>(places)));
    }

    /// <inheritdoc/>
    internal override void SearchSorted(Tensor sorted, Tensor values, bool right, Tensor places)
    {
        Kinds.Numbers(sorted.DType, Run<float>, Run<double>, Run<long>, Run<byte>);

        void Run<T>()
            where T : unmanaged, INumber<T> => launcher.Each(
                values.Count,
                new SearchWork<T>(View<T>(sorted), sorted.Shape[-1], View<T>(values), sorted.Rank == 1 ? Math.Max(1, values.Count) : values.Shape[-1], right ? 1 : 0, View<long>(places)));
    }

    /// <summary>Sums floats in two steps where one would leave most of the card idle.</summary>
    private void SumFloats<T>(ArrayView<T> x, int outer, int middle, int inner, ArrayView<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int results = outer * inner;
        if (results == 0)
        {
            return;
        }

        int parts = Math.Clamp(ManyThreads / results, 1, Math.Max(1, middle / 16));
        Tensor partial = Tensor.Empty(new Shape(parts * results), DType.Float64, this);
        ArrayView<double> sums = View<double>(partial);
        launcher.Each(parts * results, new PartialSumWork<T>(x, outer, middle, inner, parts, sums));
        launcher.Each(results, new TotalWork<T>(sums, parts, results, y));
        Needed(partial);
    }

    private void Scan(Tensor? a, Tensor b, int outer, int middle, int inner, Tensor y)
    {
        switch (b.DType)
        {
            case DType.Float32:
                Run<float>();
                break;
            case DType.Float64:
                Run<double>();
                break;
            default:
                ArrayView<long> whole = View<long>(b);
                launcher.Each(outer * inner, new WholeScanWork(ViewOr(a, whole), a is null ? 0 : 1, whole, middle, inner, View<long>(y)));
                break;
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ArrayView<T> numbers = View<T>(b);
            launcher.Each(outer * inner, new ScanWork<T>(ViewOr(a, numbers), a is null ? 0 : 1, numbers, middle, inner, View<T>(y)));
        }
    }
}
