using NotebookKit.Charts;

namespace NotebookKit.Attacks;

/// <summary>What a search for stickers found.</summary>
/// <param name="Stickers">The stickers, in the order of pasting.</param>
/// <param name="Before">The picture, [1, C, H, W].</param>
/// <param name="After">The picture with them.</param>
/// <param name="Label">What it shows.</param>
/// <param name="SaidBefore">What the model said.</param>
/// <param name="Said">What it says now.</param>
/// <param name="Margin">The best other class's score less the label's.</param>
/// <param name="Tries">Pictures that the model was shown.</param>
public sealed record StickerFind(IReadOnlyList<Sticker> Stickers, Tensor Before, Tensor After, long Label, long SaidBefore, long Said, double Margin, int Tries)
{
    /// <summary>Whether the model is wrong now.</summary>
    public bool IsFooled => Said != Label;

    /// <summary>The stickers' share of the picture; where two overlap, both count.</summary>
    public double Share => (double)Stickers.Sum(sticker => sticker.Area) / (Before.Shape[2] * Before.Shape[3]);

    /// <summary>The stickers and what they did, in a line.</summary>
    public override string ToString() => $"{Stickers.Count} sticker{(Stickers.Count == 1 ? string.Empty : "s")} on {Share:P1} of the area: {SaidBefore} becomes {Said} ({(IsFooled ? "wrong" : "still right")}, margin {Margin:F2}, {Tries:N0} tries)";

    /// <summary>The picture without and with the stickers, side by side.</summary>
    /// <param name="classNames">Names of the classes; numbers when null.</param>
    public Figure ToFigure(IReadOnlyList<string>? classNames = null)
    {
        string Name(long c) => classNames?[(int)c] ?? $"{c}";
        int channels = Before.Shape[1] == 3 ? 3 : 1;
        Tensor both = Tensor.Concat([Before, After])[.., ..channels].Permute(0, 2, 3, 1);
        return Chart.Images(
            both.To(DType.Float32).ToArray<float>(), Before.Shape[2], Before.Shape[3],
            [new(Name(SaidBefore), SaidBefore == Label ? Mark.Right : Mark.Wrong), new(Name(Said), IsFooled ? Mark.Wrong : Mark.Right)],
            $"Stickers on {Share:P1} of the area", 2, channels);
    }
}
