using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>Chains of 3x3 convolutions with their nonlinearity, of which the networks here are made.</summary>
internal static class ConvolutionStack
{
    /// <summary>Convolutions, each with ReLU behind it, and with batch normalisation between where asked for.</summary>
    /// <param name="widths">Channels in, then after each convolution.</param>
    /// <param name="normalised">Whether each map is normalised before its ReLU.</param>
    /// <param name="rng">Where the first weights come from.</param>
    /// <param name="padded">Whether the size stays.</param>
    /// <param name="transposed">Whether they are transposed convolutions.</param>
    /// <param name="bare">Whether the last one gives scores, with nothing behind it.</param>
    public static Sequential Of(IReadOnlyList<int> widths, bool normalised, Rng? rng, bool padded = true, bool transposed = false, bool bare = false)
    {
        List<Module> layers = [];
        for (int i = 1; i < widths.Count; i++)
        {
            int padding = padded ? 1 : 0;
            layers.Add(transposed
                ? HeStart(new ConvTranspose2d(widths[i - 1], widths[i], 3, padding: padding, rng: rng), rng)
                : HeStart(new Conv2d(widths[i - 1], widths[i], 3, padding: padding, rng: rng), rng));
            if (bare && i == widths.Count - 1)
            {
                break;
            }

            if (normalised)
            {
                layers.Add(new BatchNorm2d(widths[i]));
            }

            layers.Add(new ReLU());
        }

        return new Sequential([.. layers]);
    }

    /// <summary>Weights of variance 2 / fan-in and no bias: deep chains of ReLU keep their signal. He et al. 2015, which U-Net asks for.</summary>
    public static Conv2d HeStart(Conv2d layer, Rng? rng)
    {
        layer.Weight.Set(Init.HeNormal(layer.Weight.Shape, rng: rng));
        layer.Bias?.Set(Tensor.Zeros(layer.Bias.Shape));
        return layer;
    }

    // A pixel out gathers from all channels in, which are the first axis here: the fan of the axis behind it.
    private static ConvTranspose2d HeStart(ConvTranspose2d layer, Rng? rng)
    {
        Shape shape = layer.Weight.Shape;
        layer.Weight.Set(Tensor.Normal(shape, 0, Math.Sqrt(2.0 / (shape[0] * shape[2] * shape[3])), rng));
        layer.Bias?.Set(Tensor.Zeros(layer.Bias.Shape));
        return layer;
    }
}
