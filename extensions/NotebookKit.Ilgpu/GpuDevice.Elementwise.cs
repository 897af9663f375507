using System.Numerics;
using ILGPU;
using NotebookKit.Ilgpu.Works;
using NotebookKit.Ops;

namespace NotebookKit.Ilgpu;

/// <content>Formulas on each element, copies, and the steps of the optimisers.</content>
public sealed partial class GpuDevice
{
    /// <inheritdoc/>
    internal override void Fill(Tensor y, double value)
    {
        switch (y.DType)
        {
            case DType.Float32:
                Run((float)value);
                break;
            case DType.Float64:
                Run(value);
                break;
            case DType.Int64:
                Run(checked((long)value));
                break;
            case DType.UInt8:
                Run(checked((byte)value));
                break;
            default:
                Run((byte)(value != 0 ? 1 : 0));
                break;
        }

        void Run<T>(T number)
            where T : unmanaged => launcher.Each(y.Count, new FillWork<T>(View<T>(y), number));
    }

    /// <inheritdoc/>
    internal override void Gather(Tensor x, Tensor y)
    {
        if (x.Storage.IsHosted)
        {
            Send(x, y);
            return;
        }

        Kinds.Bits(x.DType, Run<ulong>, Run<uint>, Run<byte>);

        void Run<TBits>()
            where TBits : unmanaged
        {
            if (y.Count > 0)
            {
                launcher.Each(y.Count, new GatherWork<TBits>(Axes.Of(x.Shape, x.Shape.ContiguousStrides(), Axes.Operand.Of(x, x.Shape)), Raw<TBits>(x), View<TBits>(y)));
            }
        }
    }

    /// <inheritdoc/>
    internal override void Scatter(Tensor x, Tensor y)
    {
        x = Here(x);
        Kinds.Bits(x.DType, Run<ulong>, Run<uint>, Run<byte>);

        void Run<TBits>()
            where TBits : unmanaged
        {
            if (x.Count > 0)
            {
                launcher.Each(x.Count, new ScatterWork<TBits>(Axes.Of(y.Shape, y.Shape.ContiguousStrides(), Axes.Operand.Of(y, y.Shape)), View<TBits>(x), Raw<TBits>(y)));
            }
        }
    }

    /// <inheritdoc/>
    internal override void Unary<TFormula>(TFormula formula, Tensor x, Tensor y)
    {
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(y.Count, new UnaryWork<TFormula, T>(formula, View<T>(x), View<T>(y)));
    }

    /// <inheritdoc/>
    internal override void Binary<TFormula>(TFormula formula, Tensor x, Tensor y, Tensor z)
    {
        (x, y) = (Here(x), Here(y));
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            if (z.Count == 0)
            {
                return;
            }

            bool floors = typeof(TFormula) == typeof(FloorDivide);
            if (floors || typeof(TFormula) == typeof(Remainder))
            {
                launcher.Each(z.Count, new DivisionWork<T>(AxesOf(x, y, z), Raw<T>(x), Raw<T>(y), View<T>(z), floors ? 1 : 0));
            }
            else if (LiesLike(x, z) && LiesLike(y, z))
            {
                launcher.Each(z.Count, new BinaryAlikeWork<TFormula, T>(formula, All<T>(x), x.Count == 1 ? 0 : 1, All<T>(y), y.Count == 1 ? 0 : 1, View<T>(z)));
            }
            else
            {
                launcher.Each(z.Count, new BinaryWork<TFormula, T>(formula, AxesOf(x, y, z), Raw<T>(x), Raw<T>(y), View<T>(z)));
            }
        }
    }

    /// <inheritdoc/>
    internal override void Update<TRule, T>(TRule rule, Tensor weight, Tensor gradient, Tensor? first = null, Tensor? second = null, Tensor? third = null)
    {
        ArrayView<T> weights = View<T>(weight);
        int remembered = (first is null ? 0 : 1) + (second is null ? 0 : 2) + (third is null ? 0 : 4);
        launcher.Each(
            weight.Count,
            new UpdateWork<TRule, T>(rule, weights, View<T>(gradient), ViewOr(first, weights), ViewOr(second, weights), ViewOr(third, weights), remembered));
    }

    /// <inheritdoc/>
    internal override void Keep(Tensor x, Tensor kept, double scale, Tensor y)
    {
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(y.Count, new KeepWork<T>(View<T>(x), View<byte>(kept), T.CreateTruncating(scale), View<T>(y)));
    }

    private static Axes AxesOf(Tensor x, Tensor y, Tensor z) => Axes.Of(z.Shape, z.Strides, Axes.Operand.Of(x, z.Shape), Axes.Operand.Of(y, z.Shape));

    private static bool LiesLike(Tensor x, Tensor z) =>
        x.Count == 1 || (x.Shape == z.Shape && ((x.IsContiguous && z.IsContiguous) || x.Strides.SequenceEqual(z.Strides)));
}
