using System.Numerics;
using NotebookKit.Ilgpu.Works;

namespace NotebookKit.Ilgpu;

/// <content>Comparing, whole-number arithmetic, and choosing by a condition or by indices.</content>
public sealed partial class GpuDevice
{
    /// <inheritdoc/>
    internal override void Compare<TTest>(Tensor x, Tensor y, Tensor z)
    {
        (x, y) = (Here(x), Here(y));
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
            where T : unmanaged, INumber<T>
        {
            if (z.Count > 0)
            {
                launcher.Each(z.Count, new CompareWork<TTest, T>(AxesOf(x, y, z), Raw<T>(x), Raw<T>(y), View<byte>(z)));
            }
        }
    }

    /// <inheritdoc/>
    internal override void Whole<TFormula>(Tensor x, Tensor y, Tensor z)
    {
        (x, y) = (Here(x), Here(y));
        if (x.DType == DType.Int64)
        {
            Run<long>();
        }
        else
        {
            Run<byte>();
        }

        void Run<T>()
            where T : unmanaged, IBinaryInteger<T>
        {
            if (z.Count > 0)
            {
                launcher.Each(z.Count, new WholeWork<TFormula, T>(AxesOf(x, y, z), Raw<T>(x), Raw<T>(y), View<T>(z)));
            }
        }
    }

    /// <inheritdoc/>
    internal override void Where(Tensor condition, Tensor x, Tensor y, Tensor z) => ByBits(z.DType, new WhereBits(this, Here(condition), Here(x), Here(y), z));

    /// <inheritdoc/>
    internal override void Pick(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y) => ByBits(x.DType, new PickBits(this, x, Here(indices), middle, count, inner, y));

    /// <inheritdoc/>
    internal override void AddPicked(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
        indices = Here(indices);
        int lanes = indices.Count == 0 ? 0 : indices.Count / count;
        if (x.DType == DType.Float32)
        {
            launcher.Each(lanes, new AddPickedWork<float>(View<float>(x), View<long>(indices), middle, count, inner, View<float>(y)));
        }
        else
        {
            launcher.Each(lanes, new AddPickedWork<double>(View<double>(x), View<long>(indices), middle, count, inner, View<double>(y)));
        }
    }

    /// <inheritdoc/>
    internal override void SelectRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y) => ByBits(x.DType, new SelectBits(this, x, Here(places), middle, inner, y));

    /// <inheritdoc/>
    internal override void AddRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
        places = Here(places);
        Tensor order = Ordered(places);
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
            where T : unmanaged, INumber<T> => launcher.Each(
                x.Count, new AddRowsWork<T>(View<T>(x), View<long>(places), View<long>(order), places.Count, middle, inner, View<T>(y)));
    }

    /// <inheritdoc/>
    internal override void PutRows(Tensor x, Tensor places, int inner, Tensor y)
    {
        places = Here(places);
        ByBits(x.DType, new PutBits(this, Here(x), places, Ordered(places), inner, y));
    }

    /// <inheritdoc/>
    /// <remarks>How many there are must be known before there is room for them, so the mask comes to the processor.</remarks>
    internal override Tensor NonZero(Tensor mask) => Cpu.NonZero(Hosted(mask)).To(this);

    private Tensor Ordered(Tensor places)
    {
        Tensor order = Tensor.Empty(places.Shape, DType.Int64, this);
        SortPlaces(places, 1, places.Count, 1, descending: false, order);
        return order;
    }

    private readonly struct WhereBits(GpuDevice device, Tensor condition, Tensor x, Tensor y, Tensor z) : IBitsBody
    {
        public void Run<TBits>()
            where TBits : unmanaged
        {
            if (z.Count > 0)
            {
                Axes axes = Axes.Of(z.Shape, z.Strides, Axes.Operand.Of(condition, z.Shape), Axes.Operand.Of(x, z.Shape), Axes.Operand.Of(y, z.Shape));
                device.launcher.Each(z.Count, new WhereWork<TBits>(axes, device.Raw<byte>(condition), device.Raw<TBits>(x), device.Raw<TBits>(y), device.View<TBits>(z)));
            }
        }
    }

    private readonly struct PickBits(GpuDevice device, Tensor x, Tensor indices, int middle, int count, int inner, Tensor y) : IBitsBody
    {
        public void Run<TBits>()
            where TBits : unmanaged => device.launcher.Each(
                indices.Count, new PickWork<TBits>(device.View<TBits>(x), device.View<long>(indices), middle, count, inner, device.View<TBits>(y)));
    }

    private readonly struct SelectBits(GpuDevice device, Tensor x, Tensor places, int middle, int inner, Tensor y) : IBitsBody
    {
        public void Run<TBits>()
            where TBits : unmanaged => device.launcher.Each(
                y.Count, new SelectRowsWork<TBits>(device.View<TBits>(x), device.View<long>(places), places.Count, middle, inner, device.View<TBits>(y)));
    }

    private readonly struct PutBits(GpuDevice device, Tensor x, Tensor places, Tensor order, int inner, Tensor y) : IBitsBody
    {
        public void Run<TBits>()
            where TBits : unmanaged => device.launcher.Each(
                x.Count, new PutRowsWork<TBits>(device.View<TBits>(x), device.View<long>(places), device.View<long>(order), places.Count, inner, device.View<TBits>(y)));
    }
}
