using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Attacks;

/// <summary>How the places and sizes of stickers are searched.</summary>
public enum StickerSearch
{
    /// <summary>One sticker after the other, each at its best place beside those that are there.</summary>
    Greedy,

    /// <summary>All of them at random, again and again.</summary>
    Random,

    /// <summary>Every combination of places and shapes; for one or two stickers.</summary>
    Exhaustive,
}

/// <summary>The sticker attack: C_d = N(I + sum St_i(x_i, y_i, w_i, h_i) + sum St_j(x_j, y_j, w_j, h_j)), k dark stickers and l light ones, on a small share of the area.</summary>
/// <remarks>
/// It needs the model's scores only, no gradient, unless the inks are optimised too (<see cref="PrintSteps"/>). A search ends early when the model is wrong,
/// except <see cref="StickerSearch.Exhaustive"/>, which finds the largest margin. A sticker that does not help is left out. After Eykholt et al. 2018 (stop signs) and Brown et al. 2017 (patches); lecture S2 L12.
/// </remarks>
public sealed record StickerAttack : IAttack
{
    private const int Chunk = 256;

    /// <inheritdoc/>
    public string Name => $"stickers {Dark} dark + {Light} light, {Search.ToString().ToLowerInvariant()}";

    /// <summary>The share of the area that all stickers together may hide, 0 to 1.</summary>
    public double Size
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "StickerAttack: Size is a share of the area, 0 to 1.");
    } = 0.1;

    /// <summary>k, how many stickers at most have the ink <see cref="Low"/>.</summary>
    public int Dark { get; init => field = Count(nameof(Dark), value, 0); } = 1;

    /// <summary>l, how many at most have the ink <see cref="High"/>.</summary>
    public int Light { get; init => field = Count(nameof(Light), value, 0); } = 1;

    /// <summary>How places and sizes are searched.</summary>
    public StickerSearch Search { get; init; }

    /// <summary>From one place to the next, in pixels, for <see cref="StickerSearch.Greedy"/> and <see cref="StickerSearch.Exhaustive"/>.</summary>
    public int Step { get; init => field = Count(nameof(Step), value, 1); } = 2;

    /// <summary>Combinations for <see cref="StickerSearch.Random"/>.</summary>
    public int Tries { get; init => field = Count(nameof(Tries), value, 1); } = 1000;

    /// <summary>Combinations above which <see cref="StickerSearch.Exhaustive"/> refuses to begin.</summary>
    public int MostTries { get; init => field = Count(nameof(MostTries), value, 1); } = 200_000;

    /// <summary>Steps of gradient ascent on the pixels of the stickers, if plain ones did not do it; 0 for plain ones only.</summary>
    public int PrintSteps { get; init => field = Count(nameof(PrintSteps), value, 0); }

    /// <summary>The ink of dark stickers, and the least valid pixel.</summary>
    public double Low { get; init; }

    /// <summary>The ink of light ones, and the largest valid pixel.</summary>
    public double High { get; init; } = 1;

    /// <summary>Where random places come from; the session's generator when null.</summary>
    public Rng? Rng { get; init; }

    /// <inheritdoc/>
    public IAttack WithSize(double size) => this with { Size = size };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The pictures are not [N, C, H, W] between Low and High, the labels do not fit, or the search is too large.</exception>
    public Tensor Attack(Module model, Tensor pictures, Tensor labels)
    {
        Pictures.Check(nameof(StickerAttack), model, pictures, labels, Low, High, rank: 4);
        long[] shown = labels.ToArray<long>();
        return Tensor.Concat([.. shown.Select((label, i) => Find(model, pictures[i], label).After)]);
    }

    /// <summary>Searches stickers for one picture.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="picture">[C, H, W].</param>
    /// <param name="label">What it shows.</param>
    /// <param name="progress">Told the best margin so far and the tries, now and then.</param>
    /// <exception cref="ArgumentException">The picture is not [C, H, W] between Low and High, or the search is too large.</exception>
    public StickerFind Find(Module model, Tensor picture, long label, Action<double, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Tensor one = picture.Detach().Unsqueeze(0), labels = Tensor.From([label]);
        Pictures.Check(nameof(StickerAttack), model, one, labels, Low, High, rank: 4);
        using Victim victim = new(model);
        using IDisposable off = Gradient.Off();
        StickerTrial trial = new(victim, one, label, progress);
        int area = (int)Math.Floor((Size * one.Shape[2] * one.Shape[3]) + 1e-9), count = Dark + Light;
        if (area >= count && count > 0)
        {
            double[] inks = [.. Enumerable.Repeat(Low, Dark), .. Enumerable.Repeat(High, Light)];
            switch (Search)
            {
                case StickerSearch.Random:
                    AtRandom(trial, inks, area);
                    break;
                case StickerSearch.Exhaustive:
                    All(trial, inks, area / count);
                    break;
                default:
                    OneByOne(trial, inks, area / count);
                    break;
            }

            if (PrintSteps > 0 && trial.Margin <= 0)
            {
                trial.Print(PrintSteps, Low, High);
            }
        }

        return trial.Finish();
    }

    /// <summary>What it searches how, in a line.</summary>
    public override string ToString() => $"{Name}, at most {Size:P1} of the area{(PrintSteps > 0 ? $", printed in {PrintSteps} steps" : string.Empty)}";

    private static int Count(string name, int value, int least) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"StickerAttack: {name} is {least} or more.");

    // Every place for every shape of the largest area: 1 x a, 2 x a/2, ..., each as high as the area allows.
    private List<Sticker> Places(StickerTrial trial, double ink, int area)
    {
        List<Sticker> places = [];
        (int high, int wide) = (trial.Height, trial.Width);
        for (int w = 1; w <= Math.Min(wide, area); w++)
        {
            int h = Math.Min(high, area / w);
            if (w < Math.Min(wide, area) && Math.Min(high, area / (w + 1)) == h)
            {
                // One column more fits at the same height.
                continue;
            }

            for (int y = 0; y <= high - h; y += Step)
            {
                for (int x = 0; x <= wide - w; x += Step)
                {
                    places.Add(new(x, y, w, h, ink));
                }
            }
        }

        return places;
    }

    private void OneByOne(StickerTrial trial, double[] inks, int area)
    {
        foreach (double ink in inks)
        {
            IReadOnlyList<Sticker> there = trial.Stickers;
            foreach (Sticker[] some in Places(trial, ink, area).Chunk(Chunk))
            {
                trial.Try([.. some.Select(sticker => (IReadOnlyList<Sticker>)[.. there, sticker])]);
            }

            if (trial.Margin > 0)
            {
                return;
            }
        }
    }

    private void AtRandom(StickerTrial trial, double[] inks, int area)
    {
        Rng dice = Rng ?? Rng.Current;
        for (int done = 0; done < Tries && trial.Margin <= 0; done += Chunk)
        {
            trial.Try([.. Enumerable.Range(0, Math.Min(Chunk, Tries - done)).Select(_ => Drawn())]);
        }

        IReadOnlyList<Sticker> Drawn()
        {
            List<Sticker> stickers = [];
            int left = area;
            for (int i = 0; i < inks.Length; i++)
            {
                // A fair part of what is left, in a shape at random.
                int part = left / (inks.Length - i);
                int w = 1 + dice.Next(Math.Min(trial.Width, part));
                int h = 1 + dice.Next(Math.Min(trial.Height, part / w));
                stickers.Add(new(dice.Next(trial.Width - w + 1), dice.Next(trial.Height - h + 1), w, h, inks[i]));
                left -= w * h;
            }

            return stickers;
        }
    }

    private void All(StickerTrial trial, double[] inks, int area)
    {
        List<Sticker>[] places = [.. inks.Select(ink => Places(trial, ink, area))];
        double combinations = places.Aggregate(1.0, (product, own) => product * own.Count);
        if (combinations > MostTries)
        {
            throw new ArgumentException($"StickerAttack: {inks.Length} stickers have {combinations:N0} combinations of places and shapes, and MostTries is {MostTries:N0}; take a larger Step, fewer stickers, or Search = Greedy.");
        }

        IEnumerable<IReadOnlyList<Sticker>> all = [[]];
        foreach (List<Sticker> own in places)
        {
            all = all.SelectMany(before => own.Select(sticker => (IReadOnlyList<Sticker>)[.. before, sticker]));
        }

        foreach (IReadOnlyList<Sticker>[] some in all.Chunk(Chunk))
        {
            trial.Try(some);
        }
    }
}
