using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>A classifier of small patches that labels the pixel in their middle: slid over a picture patch by patch, or the same numbers in one convolutional pass.</summary>
/// <remarks>
/// Stages of convolution, ReLU and 2x2 pooling, then two fully connected layers. In one pass each pooling looks at every place instead of every
/// second, and what follows is dilated by 2 for each pooling before it; the fully connected layers become convolutions with the same weights. Nothing
/// is computed twice where patches overlap. Ciresan et al. 2012 (patches); Sermanet et al. 2014, Long et al. 2015 (one pass); lecture S2 L7, ideas I and II.
/// </remarks>
public sealed class PatchClassifier : Module
{
    private readonly int inChannels;
    private readonly int kernel;
    private readonly int left;
    private readonly Conv2d[] convolutions;
    private readonly Linear hidden;
    private readonly Linear scores;

    /// <summary>Makes the classifier.</summary>
    /// <param name="inChannels">Channels of a picture.</param>
    /// <param name="classes">Numbers out.</param>
    /// <param name="widths">Channels of each stage of convolution and pooling.</param>
    /// <param name="hiddenSize">Neurons of the first fully connected layer.</param>
    /// <param name="kernel">The side of the convolutions' kernels.</param>
    /// <param name="left">Pixels a side that reach the fully connected layers; with the rest it makes the size of a patch.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public PatchClassifier(int inChannels, int classes, IReadOnlyList<int> widths, int hiddenSize = 32, int kernel = 3, int left = 3, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(left);
        ArgumentOutOfRangeException.ThrowIfZero(widths.Count, nameof(widths));
        (this.inChannels, this.kernel, this.left) = (inChannels, kernel, left);
        convolutions = [.. widths.Select((width, i) => new Conv2d(i == 0 ? inChannels : widths[i - 1], width, kernel, rng: rng))];
        hidden = new Linear(widths[^1] * left * left, hiddenSize, rng: rng);
        scores = new Linear(hiddenSize, classes, rng: rng);
        Patch = widths.Aggregate(left, (size, _) => (2 * size) + kernel - 1);
    }

    /// <summary>The side of a patch, p.</summary>
    public int Patch { get; }

    /// <summary>Scores [N, classes] of patches [N, channels, p, p].</summary>
    /// <exception cref="ArgumentException">The patches have another size.</exception>
    public override Tensor Forward(Tensor input)
    {
        MapSizes.Check(nameof(PatchClassifier), input, inChannels);
        if (input.Shape[2] != Patch || input.Shape[3] != Patch)
        {
            throw new ArgumentException($"PatchClassifier: takes patches of {Patch} x {Patch}, and got {input.Shape}; Everywhere takes whole pictures.");
        }

        Tensor x = convolutions.Aggregate(input, (maps, layer) => layer.Forward(maps).Relu().MaxPool2d(2));
        return scores.Forward(hidden.Forward(x.Flatten(1)).Relu());
    }

    /// <summary>Scores of every patch of pictures, cut out and classified one by one.</summary>
    /// <param name="images">[N, channels, H, W].</param>
    /// <returns>[N, classes, H - p + 1, W - p + 1]; place (i, j) is the patch that begins there.</returns>
    /// <exception cref="ArgumentException">A picture is smaller than a patch.</exception>
    public Tensor Slide(Tensor images)
    {
        (int height, int width) = Places(images);
        Tensor[] rows = [.. Enumerable.Range(0, height).Select(i => Tensor.Stack(
            [.. Enumerable.Range(0, width).Select(j => Forward(images[.., .., i..(i + Patch), j..(j + Patch)]))], 2))];
        return Tensor.Stack(rows, 2);
    }

    /// <summary>The same scores in one pass.</summary>
    /// <inheritdoc cref="Slide"/>
    public Tensor Everywhere(Tensor images)
    {
        _ = Places(images);
        Tensor x = images;
        int step = 1;
        foreach (Conv2d layer in convolutions)
        {
            x = x.Conv2d(layer.Weight, layer.Bias, dilation: step).Relu().MaxPool2d(2, 1, dilation: step);
            step *= 2;
        }

        Tensor dense = hidden.Weight.Reshape(hidden.Weight.Shape[0], convolutions[^1].Weight.Shape[0], left, left);
        x = x.Conv2d(dense, hidden.Bias, dilation: step).Relu();
        return x.Conv2d(scores.Weight.Reshape(scores.Weight.Shape[0], scores.Weight.Shape[1], 1, 1), scores.Bias);
    }

    /// <summary>Multiplications for a picture: patch by patch, and in one pass.</summary>
    /// <param name="size">Its height and width.</param>
    /// <exception cref="ArgumentException">It is smaller than a patch.</exception>
    public (long Sliding, long Once) Multiplications(Pair size)
    {
        long places = (long)Places(size.Height) * Places(size.Width), patch = 0, once = 0;
        int side = Patch, step = 1;
        (int height, int width) = (size.Height, size.Width);
        foreach (Conv2d layer in convolutions)
        {
            side -= kernel - 1;
            (height, width) = (height - (step * (kernel - 1)), width - (step * (kernel - 1)));
            patch += (long)layer.Weight.Count * side * side;
            once += (long)layer.Weight.Count * height * width;
            side /= 2;
            (height, width) = (height - step, width - step);
            step *= 2;
        }

        long connected = hidden.Weight.Count + scores.Weight.Count;
        return (places * (patch + connected), once + (places * connected));
    }

    private (int Height, int Width) Places(Tensor images)
    {
        MapSizes.Check(nameof(PatchClassifier), images, inChannels);
        return (Places(images.Shape[2]), Places(images.Shape[3]));
    }

    private int Places(int size) => size >= Patch
        ? size - Patch + 1
        : throw new ArgumentException($"PatchClassifier: a side of {size} pixels is less than that of a patch, {Patch}; pad the picture.");
}
