using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>A layer of a <see cref="PainterNetwork"/>: a convolution without bias, instance normalisation with a scale and a shift for each map, and ReLU where it is asked for.</summary>
/// <remarks>
/// [N, C, H, W] keeps its size with stride 1, has half of it, rounded up, with stride 2, and twice with <paramref name="enlarges"/>. Pixels beyond the edge are
/// mirrored. Instance normalisation takes the contrast of the picture away, map by map (Ulyanov, Vedaldi and Lempitsky 2016).
/// </remarks>
/// <param name="channels">C.</param>
/// <param name="maps">Maps that it makes.</param>
/// <param name="kernel">Pixels of a side of a filter, an odd number.</param>
/// <param name="stride">1 or 2.</param>
/// <param name="enlarges">Whether a transposed convolution doubles the size instead.</param>
/// <param name="rectifies">Whether ReLU follows.</param>
/// <param name="rng">Where the first weights come from; the session's generator when null.</param>
public sealed class PainterLayer(int channels, int maps, int kernel, int stride = 1, bool enlarges = false, bool rectifies = true, Rng? rng = null) : Block
{
    private readonly ReflectionPad2d? pad = enlarges ? null : new ReflectionPad2d(kernel / 2);
    private readonly Module conv = enlarges ? new ConvTranspose2d(channels, maps, kernel, 2, bias: false, rng: rng) : new Conv2d(channels, maps, kernel, stride, bias: false, rng: rng);
    private readonly InstanceNorm2d norm = new(maps, 1e-9, affine: true);

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(step);
        Tensor made = step(conv, pad is null ? input : step(pad, input));

        // A kernel of 3 reaches one row beyond twice the size.
        Tensor cut = enlarges ? made[.., .., ..(2 * input.Shape[2]), ..(2 * input.Shape[3])] : made;
        Tensor even = step(norm, cut);
        return rectifies ? even.Relu() : even;
    }
}
