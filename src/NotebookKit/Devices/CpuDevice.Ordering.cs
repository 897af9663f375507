using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Running results and order along an axis.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void CumSum(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32:
                Scans.Sum<float, double>(x.Elements<float>(), outer, middle, inner, y.Elements<float>());
                break;
            case DType.Float64:
                Scans.Sum<double, double>(x.Elements<double>(), outer, middle, inner, y.Elements<double>());
                break;
            default:
                Scans.Sum<long, long>(x.Elements<long>(), outer, middle, inner, y.Elements<long>());
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Recurrence(Tensor a, Tensor b, int outer, int middle, int inner, Tensor y)
    {
        switch (a.DType)
        {
            case DType.Float32:
                Scans.Recurrence<float, double>(a.Elements<float>(), b.Elements<float>(), outer, middle, inner, y.Elements<float>());
                break;
            case DType.Float64:
                Scans.Recurrence<double, double>(a.Elements<double>(), b.Elements<double>(), outer, middle, inner, y.Elements<double>());
                break;
            default:
                Scans.Recurrence<long, long>(a.Elements<long>(), b.Elements<long>(), outer, middle, inner, y.Elements<long>());
                break;
        }
    }

    /// <inheritdoc/>
    internal override void BestSoFar(Tensor x, int outer, int middle, int inner, bool smallest, Tensor places)
    {
        switch (x.DType)
        {
            case DType.Float32:
                Scans.BestSoFar<float>(x.Elements<float>(), outer, middle, inner, smallest, places.Elements<long>());
                break;
            case DType.Float64:
                Scans.BestSoFar<double>(x.Elements<double>(), outer, middle, inner, smallest, places.Elements<long>());
                break;
            case DType.Int64:
                Scans.BestSoFar<long>(x.Elements<long>(), outer, middle, inner, smallest, places.Elements<long>());
                break;
            default:
                Scans.BestSoFar<byte>(RawElements<byte>(x), outer, middle, inner, smallest, places.Elements<long>());
                break;
        }
    }

    /// <inheritdoc/>
    internal override void SortPlaces(Tensor x, int outer, int middle, int inner, bool descending, Tensor places)
    {
        switch (x.DType)
        {
            case DType.Float32:
                Ordering.SortPlaces<float>(x.Elements<float>(), outer, middle, inner, descending, places.Elements<long>());
                break;
            case DType.Float64:
                Ordering.SortPlaces<double>(x.Elements<double>(), outer, middle, inner, descending, places.Elements<long>());
                break;
            case DType.Int64:
                Ordering.SortPlaces<long>(x.Elements<long>(), outer, middle, inner, descending, places.Elements<long>());
                break;
            default:
                Ordering.SortPlaces<byte>(RawElements<byte>(x), outer, middle, inner, descending, places.Elements<long>());
                break;
        }
    }

    /// <inheritdoc/>
    internal override void SearchSorted(Tensor sorted, Tensor values, bool right, Tensor places)
    {
        switch (sorted.DType)
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
            where T : unmanaged, INumber<T>
        {
            int length = sorted.Shape[-1];
            int rows = sorted.Rank == 1 ? 1 : values.Shape[-1] == 0 ? 0 : values.Count / values.Shape[-1];
            Ordering.SearchSorted<T>(RawElements<T>(sorted), length, RawElements<T>(values), rows, right, places.Elements<long>());
        }
    }
}
