using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>A network that repaints a picture in the one style it was trained on, in a single pass.</summary>
/// <remarks>
/// <code>
/// 9x9, w maps                      H x W
/// 3x3, 2w maps, stride 2           H/2 x W/2
/// 3x3, 4w maps, stride 2           H/4 x W/4
/// five residual blocks of two 3x3, 4w maps each
/// 3x3 transposed, 2w maps          H/2 x W/2
/// 3x3 transposed, w maps           H x W
/// 9x9, 3 maps; y = 127.5 + 150 tanh(x), over 255
/// </code>
/// Instance normalisation behind each convolution. With w = 4 it learns 28,270 numbers, with the paper's w = 32 1.68 million. Pictures [N, 3, H, W] from 0 to 1, of
/// any size from 16 pixels on, give pictures of that size; values can leave 0 to 1 by 0.09. Because the first normalisation takes mean and contrast of each map
/// away, a brighter picture, or one of less contrast, is painted exactly alike.
/// <see cref="Pretrained.Painter"/> has nine that are trained. Johnson, Alahi and Fei-Fei 2016; Ulyanov et al. 2016; lecture S2 L12.
/// </remarks>
public sealed class PainterNetwork : Block
{
    private const int Smallest = 16;

    private readonly PictureInput input = new("PainterNetwork");
    private readonly PainterLayer conv1;
    private readonly PainterLayer conv2;
    private readonly PainterLayer conv3;
    private readonly Residual[] res;
    private readonly PainterLayer up1;
    private readonly PainterLayer up2;
    private readonly PainterLayer @out;

    /// <summary>Builds the network.</summary>
    /// <param name="width">w, maps of the first layer.</param>
    /// <param name="residuals">How many residual blocks.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public PainterNetwork(int width = 4, int residuals = 5, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegative(residuals);
        Rng dice = rng ?? Rng.Current;
        conv1 = new(3, width, 9, rng: dice);
        conv2 = new(width, 2 * width, 3, 2, rng: dice);
        conv3 = new(2 * width, 4 * width, 3, 2, rng: dice);
        res = [.. Enumerable.Range(0, residuals).Select(_ => new Residual(new Sequential(
            [("conv1", new PainterLayer(4 * width, 4 * width, 3, rng: dice)), ("conv2", new PainterLayer(4 * width, 4 * width, 3, rectifies: false, rng: dice))])))];
        up1 = new(4 * width, 2 * width, 3, enlarges: true, rng: dice);
        up2 = new(2 * width, width, 3, enlarges: true, rng: dice);
        @out = new(width, 3, 9, rectifies: false, rng: dice);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">These are no pictures [N, 3, H, W], or they are smaller than 16 pixels.</exception>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(step);
        Tensor pictures = step(this.input, input);
        int height = pictures.Shape[2], width = pictures.Shape[3];
        if (height < Smallest || width < Smallest)
        {
            throw new ArgumentException($"PainterNetwork: paints pictures from {Smallest} pixels on, and these are {height} x {width}; enlarge them.", nameof(input));
        }

        // Its makers had light from 0 to 255.
        Tensor value = step(conv3, step(conv2, step(conv1, pictures * 255)));
        foreach (Residual block in res)
        {
            value = step(block, value);
        }

        Tensor painted = step(@out, step(up2, step(up1, value)));
        return 0.5 + (150.0 / 255 * painted[.., .., ..height, ..width].Tanh());
    }

    /// <summary>Paints one picture: [3, H, W] of bytes, or of floats from 0 to 1, gives [3, H, W] from 0 to 1.</summary>
    /// <param name="picture">The picture, as <c>Datasets.Picture</c> gives it.</param>
    /// <exception cref="ArgumentException">It is no picture in colour.</exception>
    public Tensor Paint(Tensor picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Rank != 3 || picture.Shape[0] != 3)
        {
            throw new ArgumentException($"PainterNetwork.Paint: takes one picture in colour, [3, H, W], and got {picture.Shape}; Forward takes several, [N, 3, H, W].", nameof(picture));
        }

        Tensor light = picture.DType == DType.UInt8 ? picture.To(DType.Float32) / 255 : picture;
        using (Gradient.Off())
        {
            return Predict(light.Unsqueeze(0)).Clamp(0, 1).Squeeze(0);
        }
    }
}
