using System.Numerics;
using ILGPU;
using NotebookKit.Ilgpu.Works;
using NotebookKit.Ops;

namespace NotebookKit.Ilgpu;

/// <content>Rows: softmax, cross-entropy, layer normalisation.</content>
public sealed partial class GpuDevice
{
    /// <inheritdoc/>
    internal override void Softmax(Tensor x, Tensor y, bool logarithm)
    {
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int columns = x.Shape[-1];
            ArrayView<T> from = View<T>(x);
            launcher.Groups(
                new Index3D(columns == 0 ? 0 : x.Count / columns, 1, 1),
                Threads(columns),
                new SoftmaxWork<T>(from, columns, logarithm ? 1 : 0, View<T>(y), ArrayView<long>.Empty, from, 0));
        }
    }

    /// <inheritdoc/>
    internal override void CrossEntropy(Tensor logits, Tensor labels, Tensor probabilities, Tensor losses)
    {
        Kinds.Floats(logits.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Groups(
                new Index3D(logits.Shape[0], 1, 1),
                Threads(logits.Shape[1]),
                new SoftmaxWork<T>(View<T>(logits), logits.Shape[1], 0, View<T>(probabilities), View<long>(labels), View<T>(losses), 1));
    }

    /// <inheritdoc/>
    internal override void CrossEntropyGradient(Tensor probabilities, Tensor labels, double scale, Tensor gradient)
    {
        int columns = probabilities.Shape[1];
        Kinds.Floats(probabilities.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(
                gradient.Count, new CrossEntropyGradientWork<T>(View<T>(probabilities), View<long>(labels), columns, T.CreateTruncating(scale), View<T>(gradient)));
    }

    /// <inheritdoc/>
    internal override void LayerNorm(Tensor x, in LayerNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
        LayerNorm.Setting own = setting;
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ArrayView<T> from = View<T>(x);
            launcher.Groups(
                new Index3D(x.Shape[0], 1, 1),
                Threads(x.Shape[1]),
                new LayerNormWork<T>(
                    from, x.Shape[1], ViewOr(weight, from), weight is null ? 0 : 1, ViewOr(bias, from), bias is null ? 0 : 1, own.Epsilon, own.Centred ? 1 : 0, View<double>(mean), View<double>(variance), View<T>(y)));
        }
    }

    /// <inheritdoc/>
    internal override void LayerNormGradient(
        Tensor x, Tensor g, in LayerNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        LayerNorm.Setting own = setting;
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            (int rows, int columns) = (x.Shape[0], x.Shape[1]);
            (ArrayView<T> values, ArrayView<T> slopes) = (View<T>(x), View<T>(g));
            (ArrayView<double> means, ArrayView<double> spreads) = (View<double>(mean), View<double>(variance));
            launcher.Groups(
                new Index3D(rows, 1, 1),
                Threads(columns),
                new LayerNormGradientWork<T>(values, slopes, columns, ViewOr(weight, values), weight is null ? 0 : 1, own.Epsilon, own.Centred ? 1 : 0, means, spreads, View<T>(gradient)));
            if (weightGradient is null && biasGradient is null)
            {
                return;
            }

            int parts = Math.Clamp(ManyThreads / Math.Max(1, columns), 1, Math.Max(1, rows / 16));
            Tensor weights = Tensor.Empty(new Shape(parts * columns), DType.Float64, this);
            Tensor biases = Tensor.Empty(new Shape(parts * columns), DType.Float64, this);
            launcher.Each(
                parts * columns, new LayerNormSumsWork<T>(values, slopes, rows, columns, parts, own.Epsilon, means, spreads, View<double>(weights), View<double>(biases)));
            Join<T>(weights, parts, columns, weightGradient);
            Join<T>(biases, parts, columns, biasGradient);
            Needed(x, g, mean, variance, weights, biases);
        }
    }

    private void Join<T>(Tensor sums, int parts, int columns, Tensor? total)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (total is not null)
        {
            launcher.Each(columns, new TotalWork<T>(View<double>(sums), parts, columns, View<T>(total)));
        }
    }

    /// <summary>Threads for a row: as many as it has numbers, in powers of two, up to a whole group.</summary>
    private Index3D Threads(int columns)
    {
        int most = Math.Min(GroupSize, RowGroup.Most);
        int threads = 1;
        while (threads < columns && threads < most)
        {
            threads *= 2;
        }

        return new Index3D(threads, 1, 1);
    }
}
