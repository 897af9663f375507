using NotebookKit.Charts;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Attacks;

/// <summary>Where a given sticker does most harm: for each place the share of pictures, read right without it, that are read wrong with it.</summary>
/// <param name="Sticker">The sticker, at its worst place.</param>
/// <param name="Step">Pixels from one place to the next.</param>
/// <param name="Shares">A share for each place: rows of places, columns of places.</param>
/// <param name="Count">Pictures that were read right without it.</param>
public sealed record StickerMap(Sticker Sticker, int Step, NumberGrid Shares, int Count)
{
    /// <summary>The largest share.</summary>
    public double Worst => Shares.Span.ToArray().Max();

    /// <summary>Tries every place.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="pictures">[N, C, H, W] of floats.</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="sticker">Its width, height and ink or print; its place does not matter.</param>
    /// <param name="step">Pixels from one place to the next.</param>
    /// <param name="progress">Told the share of places that are done.</param>
    /// <exception cref="ArgumentException">Pictures and labels do not fit, the sticker is larger than a picture, or the model reads none of them right.</exception>
    public static StickerMap Of(Module model, Tensor pictures, Tensor labels, Sticker sticker, int step = 1, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(sticker);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        Pictures.Check(nameof(StickerMap), model, pictures, labels, double.MinValue, double.MaxValue, rank: 4);
        (int high, int wide) = (pictures.Shape[2] - sticker.Height, pictures.Shape[3] - sticker.Width);
        if (high < 0 || wide < 0)
        {
            throw new ArgumentException($"StickerMap: a {sticker} is larger than pictures {pictures.Shape}.", nameof(sticker));
        }

        using Victim victim = new(model);
        using IDisposable off = Gradient.Off();
        Tensor right = Tensor.From([.. victim.Margins(pictures, labels).Select((margin, i) => (margin, i)).Where(pair => pair.margin <= 0).Select(pair => (long)pair.i)]);
        if (right.Count == 0)
        {
            throw new ArgumentException("StickerMap: the model reads none of these pictures right, so none can be turned; train it first.", nameof(model));
        }

        (Tensor clean, Tensor shown) = (pictures.Detach().IndexSelect(0, right), labels.IndexSelect(0, right));
        int rows = (high / step) + 1, columns = (wide / step) + 1;
        double[] shares = new double[rows * columns];
        for (int p = 0; p < shares.Length; p++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            Tensor pasted = (sticker with { X = p % columns * step, Y = p / columns * step }).Paste(clean);
            shares[p] = (double)victim.Margins(pasted, shown).Count(margin => margin > 0) / right.Count;
            progress?.Invoke((p + 1.0) / shares.Length);
        }

        int worst = Array.IndexOf(shares, shares.Max());
        return new(sticker with { X = worst % columns * step, Y = worst / columns * step }, step, NumberGrid.Of(shares, rows, columns), right.Count);
    }

    /// <summary>The worst place, in a line.</summary>
    public override string ToString() => $"{Sticker}: turns {Worst:P1} of {Count:N0} pictures there; on average over all places {Shares.Span.ToArray().Average():P1}";

    /// <summary>The shares as a heat map in percent: the place of the sticker's upper left corner.</summary>
    /// <param name="title">Stands above; a plain one when null.</param>
    public Figure ToFigure(string? title = null) => new(new HeatMap(NumberGrid.Of([.. Shares.Span.ToArray().Select(share => 100 * share)], Shares.Rows, Shares.Columns))
    {
        RowLabels = [.. Enumerable.Range(0, Shares.Rows).Select(row => $"{row * Step}")],
        ColumnLabels = [.. Enumerable.Range(0, Shares.Columns).Select(column => $"{column * Step}")],
        RowAxis = "top row of the sticker",
        ColumnAxis = "left column of the sticker",
    })
    {
        Title = title ?? $"Pictures turned by a sticker of {Sticker.Width} x {Sticker.Height}, in %",
    };
}
