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
        Kinds.Numbers(x.DType, Run<float>, Run<double>, Run<long>, Run<byte>);

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
    internal override void Where(Tensor condition, Tensor x, Tensor y, Tensor z)
    {
        (condition, x, y) = (Here(condition), Here(x), Here(y));
        Kinds.Bits(z.DType, Run<ulong>, Run<uint>, Run<byte>);

        void Run<TBits>()
            where TBits : unmanaged
        {
            if (z.Count > 0)
            {
                Axes axes = Axes.Of(z.Shape, z.Strides, Axes.Operand.Of(condition, z.Shape), Axes.Operand.Of(x, z.Shape), Axes.Operand.Of(y, z.Shape));
                launcher.Each(z.Count, new WhereWork<TBits>(axes, Raw<byte>(condition), Raw<TBits>(x), Raw<TBits>(y), View<TBits>(z)));
            }
        }
    }

    /// <inheritdoc/>
    internal override void Pick(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
        indices = Here(indices);
        Kinds.Bits(x.DType, Run<ulong>, Run<uint>, Run<byte>);

        void Run<TBits>()
            where TBits : unmanaged => launcher.Each(indices.Count, new PickWork<TBits>(View<TBits>(x), View<long>(indices), middle, count, inner, View<TBits>(y)));
    }

    /// <inheritdoc/>
    internal override void AddPicked(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
        indices = Here(indices);
        int lanes = indices.Count == 0 ? 0 : indices.Count / count;
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(lanes, new AddPickedWork<T>(View<T>(x), View<long>(indices), middle, count, inner, View<T>(y)));
    }

    /// <inheritdoc/>
    internal override void SelectRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
        places = Here(places);
        Kinds.Bits(x.DType, Run<ulong>, Run<uint>, Run<byte>);

        void Run<TBits>()
            where TBits : unmanaged => launcher.Each(y.Count, new SelectRowsWork<TBits>(View<TBits>(x), View<long>(places), places.Count, middle, inner, View<TBits>(y)));
    }

    /// <inheritdoc/>
    internal override void AddRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y)
    {
        places = Here(places);
        Tensor order = Ordered(places);
        Kinds.Numbers(x.DType, Run<float>, Run<double>, Run<long>, Run<byte>);
        Needed(places, order);

        void Run<T>()
            where T : unmanaged, INumber<T> => launcher.Each(
                x.Count, new AddRowsWork<T>(View<T>(x), View<long>(places), View<long>(order), places.Count, middle, inner, View<T>(y)));
    }

    /// <inheritdoc/>
    internal override void PutRows(Tensor x, Tensor places, int inner, Tensor y)
    {
        (x, places) = (Here(x), Here(places));
        Tensor order = Ordered(places);
        Kinds.Bits(x.DType, Run<ulong>, Run<uint>, Run<byte>);
        Needed(places, order);

        void Run<TBits>()
            where TBits : unmanaged => launcher.Each(
                x.Count, new PutRowsWork<TBits>(View<TBits>(x), View<long>(places), View<long>(order), places.Count, inner, View<TBits>(y)));
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
}
