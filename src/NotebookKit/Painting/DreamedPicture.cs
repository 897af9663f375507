using NotebookKit.Charts;

namespace NotebookKit.Painting;

/// <summary>A dream on its way.</summary>
/// <param name="Picture">[1, C, h, w] in the size of the octave.</param>
/// <param name="Octave">From 0, the smallest.</param>
/// <param name="Step">Steps on this octave.</param>
/// <param name="Strength">Root of the mean square of the layers' numbers before the step.</param>
public sealed record DreamFrame(Tensor Picture, int Octave, int Step, double Strength)
{
    /// <summary>The picture.</summary>
    /// <param name="title">Above it.</param>
    public Figure Figure(string? title = null) => Pictures.Show(Picture, null, title ?? ToString(), null);

    /// <summary>Where it is, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"octave {Octave + 1}, step {Step}");
}

/// <summary>What <see cref="DeepDream"/> made of a photo.</summary>
/// <param name="Picture">[1, C, H, W] from 0 to 1.</param>
/// <param name="Layer">The layers that dreamed.</param>
/// <param name="Before">Root of the mean square of the layers' numbers for the photo: their norm over the root of their count.</param>
/// <param name="After">The same for the dream.</param>
/// <param name="Strengths">The same before every step, each on the size of its octave.</param>
public sealed record DreamedPicture(Tensor Picture, string Layer, double Before, double After, IReadOnlyList<double> Strengths)
{
    /// <summary>The picture.</summary>
    /// <param name="title">Above it; the layer when null.</param>
    public Figure Figure(string? title = null) => Pictures.Show(Picture, null, title ?? $"{Layer} dreams", null);

    /// <summary>How much louder the layer became, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"a dream of {Layer}, {Picture.Shape[2]} x {Picture.Shape[3]} pixels: activation {Before:F2} became {After:F2}, {After / Before:F1} times");
}
