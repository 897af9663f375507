using NotebookKit.Layers;

namespace NotebookKit.Sparse;

/// <summary>A locally connected layer: each output sees a patch of the image, as in a convolution, but with weights of its own.</summary>
/// <remarks>
/// [N, in, H, W] becomes [N, out, h, w]; h * w * out * in * kh * kw weights and out * h * w biases, evenly spread over
/// +-1 / sqrt(in * kh * kw) at first. With the same weights everywhere it is a convolution. Lectures S0, S2 L6.
/// </remarks>
public sealed class LocallyConnected2d : Module
{
    private readonly Pair kernel;
    private readonly Pair stride;
    private readonly Pair padding;
    private readonly Pair image;
    private readonly int inChannels;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the images.</param>
    /// <param name="outChannels">Outputs at each place.</param>
    /// <param name="imageSize">Rows and columns of the images: each place has its own weights, so they are fixed.</param>
    /// <param name="kernelSize">Rows and columns of a patch.</param>
    /// <param name="stride">From a patch to the next; 1 when null.</param>
    /// <param name="padding">Zeros around the image; none when null.</param>
    /// <param name="bias">Whether each output has a bias.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public LocallyConnected2d(
        int inChannels, int outChannels, Pair imageSize, Pair kernelSize, Pair? stride = null, Pair? padding = null, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        (this.inChannels, image, kernel, this.stride, this.padding) = (inChannels, imageSize, kernelSize, stride ?? 1, padding ?? 0);
        if (inChannels < 1 || outChannels < 1 || kernel.Height < 1 || kernel.Width < 1 || this.stride.Height < 1 || this.stride.Width < 1 || this.padding.Height < 0 || this.padding.Width < 0)
        {
            throw new ArgumentException($"LocallyConnected2d: channels, patch and stride are at least 1 and the padding at least 0; got {inChannels} to {outChannels} channels, patch {kernel}, stride {this.stride}, padding {this.padding}.");
        }

        OutputSize = (Places(image.Height, kernel.Height, this.stride.Height, this.padding.Height), Places(image.Width, kernel.Width, this.stride.Width, this.padding.Width));
        if (OutputSize.Height < 1 || OutputSize.Width < 1)
        {
            throw new ArgumentException($"LocallyConnected2d: a patch {kernel} does not fit into an image {image} with padding {this.padding}.");
        }

        int patch = checked(inChannels * kernel.Height * kernel.Width);
        int places = checked(OutputSize.Height * OutputSize.Width);
        double bound = 1 / Math.Sqrt(patch);
        Weight = new Parameter(Tensor.Uniform(new Shape(places, patch, outChannels), -bound, bound, rng, dtype));
        Bias = bias ? new Parameter(Tensor.Uniform(new Shape(places, 1, outChannels), -bound, bound, rng, dtype)) : null;
    }

    /// <summary>[places, in * kh * kw, out]: the weights of each place, row after row.</summary>
    public Parameter Weight { get; }

    /// <summary>[places, 1, out], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Rows and columns of the result.</summary>
    public Pair OutputSize { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 4 || input.Shape[1] != inChannels || input.Shape[2] != image.Height || input.Shape[3] != image.Width)
        {
            throw new ArgumentException($"LocallyConnected2d: takes [N, {inChannels}, {image.Height}, {image.Width}], and got {input.Shape}; its weights belong to the places of that image.");
        }

        // A product of its own for each place: patches [places, N, patch] with weights [places, patch, out].
        Tensor patches = input.Unfold(kernel, stride, padding).Permute(2, 0, 1);
        Tensor y = patches.MatMul(Weight);
        return (Bias is null ? y : y + Bias).Permute(1, 2, 0).Reshape(input.Shape[0], Weight.Shape[2], OutputSize.Height, OutputSize.Width);
    }

    /// <summary>Gives every place the same weights: those of a convolution's filters.</summary>
    /// <param name="filters">[out, in, kh, kw].</param>
    /// <param name="bias">[out]; zeros when null.</param>
    public void Tie(Tensor filters, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(filters);
        int outChannels = Weight.Shape[2];
        Shape needed = new(outChannels, inChannels, kernel.Height, kernel.Width);
        if (filters.Shape != needed || (bias is not null && bias.Shape != new Shape(outChannels)))
        {
            throw new ArgumentException($"LocallyConnected2d: the filters of a convolution like this are {needed} with a bias [{outChannels}], and got {filters.Shape}{(bias is null ? string.Empty : $" and {bias.Shape}")}.");
        }

        Weight.Set(filters.Detach().Reshape(outChannels, -1).Transpose().Unsqueeze(0).Expand(Weight.Shape));
        Bias?.Set(bias is null ? Tensor.Zeros(Bias.Shape) : bias.Detach().Reshape(1, 1, outChannels).Expand(Bias.Shape));
    }

    /// <inheritdoc/>
    public override string ToString() => $"LocallyConnected2d({inChannels}, {Weight.Shape[2]}, image {image}, patch {kernel}{(stride == 1 ? string.Empty : $", stride {stride}")}{(padding == 0 ? string.Empty : $", padding {padding}")})";

    private static int Places(int size, int kernel, int stride, int padding) =>
        size + (2 * padding) < kernel ? 0 : ((size + (2 * padding) - kernel) / stride) + 1;
}
