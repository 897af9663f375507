using NotebookKit.Memory;

namespace NotebookKit.Attacks;

/// <summary>A search for stickers while it goes on: what was tried, and the best so far.</summary>
internal sealed class StickerTrial(Victim victim, Tensor picture, long label, Action<double, int>? progress)
{
    private readonly long saidBefore = victim.Says(picture)[0];
    private int tries;

    /// <summary>Rows of the picture.</summary>
    public int Height => picture.Shape[2];

    /// <summary>Columns of the picture.</summary>
    public int Width => picture.Shape[3];

    /// <summary>The best stickers so far.</summary>
    public IReadOnlyList<Sticker> Stickers { get; private set; } = [];

    /// <summary>Their margin.</summary>
    public double Margin { get; private set; } = victim.Margins(picture, Tensor.From([label]))[0];

    /// <summary>Shows the model candidates; the first of the best is kept.</summary>
    public void Try(IReadOnlyList<IReadOnlyList<Sticker>> candidates)
    {
        Cancellation.ThrowIfRequested();
        using BufferScope scope = new();
        Tensor pasted = picture.Expand([candidates.Count, .. picture.Shape.Span[1..]]).Clone();
        for (int i = 0; i < candidates.Count; i++)
        {
            Tensor one = pasted[i..(i + 1)];
            foreach (Sticker sticker in candidates[i])
            {
                sticker.PasteOn(one);
            }
        }

        double[] margins = Victim.Margins(victim.Scores(pasted), [.. Enumerable.Repeat(label, candidates.Count)]);
        for (int i = 0; i < margins.Length; i++)
        {
            if (margins[i] > Margin)
            {
                (Margin, Stickers) = (margins[i], candidates[i]);
            }
        }

        tries += candidates.Count;
        progress?.Invoke(Margin, tries);
    }

    /// <summary>Follows the gradient on the pixels of the stickers, and prints them with the best it saw.</summary>
    public void Print(int steps, double low, double high)
    {
        Tensor labels = Tensor.From([label]);
        Tensor place = Sticker.PasteAll(Stickers, picture);
        Tensor free = Tensor.Zeros(picture.Shape, picture.DType);
        foreach (Sticker sticker in Stickers)
        {
            (sticker with { Ink = 1 }).PasteOn(free);
        }

        // Half of the range at first, so that any ink can become any other, then less and less.
        for (int step = 0; step < steps && Margin <= 0; step++)
        {
            double rate = (high - low) / 2 / (1 + (step / 4.0));
            Tensor slope = victim.Slope(place, labels);
            place = (place + (slope.Sign() * free * rate)).Clamp(low, high);
            double margin = victim.Margins(place, labels)[0];
            tries++;
            if (margin > Margin)
            {
                (Margin, Stickers) = (margin, [.. Stickers.Select(sticker => sticker with { Print = place[0, .., sticker.Y..(sticker.Y + sticker.Height), sticker.X..(sticker.X + sticker.Width)].Clone() })]);
            }
        }

        progress?.Invoke(Margin, tries);
    }

    /// <summary>The best, shown to the model once more.</summary>
    public StickerFind Finish()
    {
        Tensor after = Sticker.PasteAll(Stickers, picture);
        double margin = victim.Margins(after, Tensor.From([label]))[0];
        return new(Stickers, picture, after, label, saidBefore, victim.Says(after)[0], margin, tries);
    }
}
