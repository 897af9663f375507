using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <content>Convolution, pooling, normalisation and losses.</content>
internal sealed partial class WatchedDevice
{
    /// <inheritdoc/>
    internal override void Convolve(in ConvolutionGeometry g, Tensor x, Tensor filters, Tensor? bias, Tensor y)
    {
        using (profiler.Step(nameof(Convolve), Products(g)))
        {
            watched.Convolve(in g, x, filters, bias, y);
        }
    }

    /// <inheritdoc/>
    internal override void ConvolveTransposed(in ConvolutionGeometry g, Tensor y, Tensor filters, Tensor? bias, Tensor x)
    {
        using (profiler.Step(nameof(ConvolveTransposed), Products(g)))
        {
            watched.ConvolveTransposed(in g, y, filters, bias, x);
        }
    }

    /// <inheritdoc/>
    internal override void ConvolutionWeights(in ConvolutionGeometry g, Tensor x, Tensor y, Tensor filters)
    {
        using (profiler.Step(nameof(ConvolutionWeights), Products(g)))
        {
            watched.ConvolutionWeights(in g, x, y, filters);
        }
    }

    /// <inheritdoc/>
    internal override void SoftmaxGradient(Tensor y, Tensor gradient, Tensor slope)
    {
        using (profiler.Step(nameof(SoftmaxGradient), 4.0 * y.Count))
        {
            watched.SoftmaxGradient(y, gradient, slope);
        }
    }

    /// <inheritdoc/>
    internal override void Softmax(Tensor x, Tensor y, bool logarithm)
    {
        using (profiler.Step(nameof(Softmax), 4.0 * y.Count))
        {
            watched.Softmax(x, y, logarithm);
        }
    }

    /// <inheritdoc/>
    internal override void CrossEntropy(Tensor logits, Tensor labels, Tensor probabilities, Tensor losses)
    {
        using (profiler.Step(nameof(CrossEntropy), 5.0 * logits.Count))
        {
            watched.CrossEntropy(logits, labels, probabilities, losses);
        }
    }

    /// <inheritdoc/>
    internal override void CrossEntropyGradient(Tensor probabilities, Tensor labels, double scale, Tensor gradient)
    {
        using (profiler.Step(nameof(CrossEntropyGradient), 2.0 * gradient.Count))
        {
            watched.CrossEntropyGradient(probabilities, labels, scale, gradient);
        }
    }

    /// <inheritdoc/>
    internal override void ChannelNorm(Tensor x, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
        using (profiler.Step(nameof(ChannelNorm), 7.0 * x.Count))
        {
            watched.ChannelNorm(x, in setting, weight, bias, mean, variance, y);
        }
    }

    /// <inheritdoc/>
    internal override void ChannelNormGradient(Tensor x, Tensor g, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        using (profiler.Step(nameof(ChannelNormGradient), 10.0 * x.Count))
        {
            watched.ChannelNormGradient(x, g, in setting, weight, mean, variance, gradient, weightGradient, biasGradient);
        }
    }

    /// <inheritdoc/>
    internal override bool AddsScatter(DType type, int columns) => watched.AddsScatter(type, columns);

    /// <inheritdoc/>
    internal override void AddScatter(Tensor rows, Tensor shift, Tensor scatter)
    {
        using (profiler.Step(nameof(AddScatter), (double)rows.Count * scatter.Shape[0]))
        {
            watched.AddScatter(rows, shift, scatter);
        }
    }

    /// <inheritdoc/>
    internal override bool RectifiesNorms => watched.RectifiesNorms;

    /// <inheritdoc/>
    internal override void RectifiedNorm(Tensor x, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor? addend, Tensor moments, Tensor y)
    {
        using (profiler.Step(nameof(RectifiedNorm), (addend is null ? 8.0 : 9.0) * x.Count))
        {
            watched.RectifiedNorm(x, in setting, weight, bias, addend, moments, y);
        }
    }

    /// <inheritdoc/>
    internal override void RectifiedNormGradient(Tensor x, Tensor y, Tensor g, in Ops.ChannelNorm.Setting setting, Tensor? weight, Tensor moments, Tensor passed, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        using (profiler.Step(nameof(RectifiedNormGradient), 11.0 * x.Count))
        {
            watched.RectifiedNormGradient(x, y, g, in setting, weight, moments, passed, gradient, weightGradient, biasGradient);
        }
    }

    /// <inheritdoc/>
    internal override void LayerNorm(Tensor x, in LayerNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
        using (profiler.Step(nameof(LayerNorm), 7.0 * x.Count))
        {
            watched.LayerNorm(x, in setting, weight, bias, mean, variance, y);
        }
    }

    /// <inheritdoc/>
    internal override void LayerNormGradient(Tensor x, Tensor g, in LayerNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        using (profiler.Step(nameof(LayerNormGradient), 10.0 * x.Count))
        {
            watched.LayerNormGradient(x, g, in setting, weight, mean, variance, gradient, weightGradient, biasGradient);
        }
    }

    /// <inheritdoc/>
    internal override void Resample(Tensor x, Taps rows, Taps columns, Tensor y)
    {
        using (profiler.Step(nameof(Resample), 0))
        {
            watched.Resample(x, rows, columns, y);
        }
    }

    /// <inheritdoc/>
    internal override void MaxPool(Tensor x, Taps rows, Taps columns, Tensor y)
    {
        using (profiler.Step(nameof(MaxPool), x.Count))
        {
            watched.MaxPool(x, rows, columns, y);
        }
    }

    /// <inheritdoc/>
    internal override void MaxPoolGradient(Tensor x, Tensor y, Tensor slopes, Taps rows, Taps columns, Tensor gradient)
    {
        using (profiler.Step(nameof(MaxPoolGradient), 0))
        {
            watched.MaxPoolGradient(x, y, slopes, rows, columns, gradient);
        }
    }

    /// <inheritdoc/>
    internal override bool KeepsWinners => watched.KeepsWinners;

    /// <inheritdoc/>
    internal override void MaxPoolWinners(Tensor x, Taps rows, Taps columns, Tensor y, Tensor winners)
    {
        using (profiler.Step(nameof(MaxPool), x.Count))
        {
            watched.MaxPoolWinners(x, rows, columns, y, winners);
        }
    }

    /// <inheritdoc/>
    internal override void MaxPoolWinnersGradient(Tensor winners, Tensor slopes, Taps rows, Taps columns, Tensor gradient)
    {
        using (profiler.Step(nameof(MaxPoolGradient), 0))
        {
            watched.MaxPoolWinnersGradient(winners, slopes, rows, columns, gradient);
        }
    }

    /// <inheritdoc/>
    internal override void MaxPositions(Tensor x, Taps rows, Taps columns, Tensor positions)
    {
        using (profiler.Step(nameof(MaxPositions), 0))
        {
            watched.MaxPositions(x, rows, columns, positions);
        }
    }

    /// <inheritdoc/>
    internal override void Unfold(Tensor x, in WindowGrid grid, Tensor y)
    {
        using (profiler.Step(nameof(Unfold), 0))
        {
            watched.Unfold(x, in grid, y);
        }
    }

    /// <inheritdoc/>
    internal override void Fold(Tensor x, in WindowGrid grid, Tensor y)
    {
        using (profiler.Step(nameof(Fold), x.Count))
        {
            watched.Fold(x, in grid, y);
        }
    }

    // A multiplication and an addition for each place of a filter at each place of a map.
    private static double Products(in ConvolutionGeometry g) =>
        2.0 * g.Images * g.Filters * g.MapHeight * g.MapWidth * g.ChannelsInGroup * g.KernelArea;
}
