using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>Hides bands of frequencies and stretches of time of a spectrogram, and bends its time: more speech from the same recordings.</summary>
/// <remarks>
/// The time is bent about one random place, which moves up to W frames while both ends stay. A band is up to F frequencies high and
/// a stretch up to T frames long (0 too), each with every place alike. The defaults are the paper's policy LB. Park et al., SpecAugment, 2019
/// (arXiv 1904.08779); lecture S4 (data augmentation for audio).
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record SpecAugment
{
    /// <summary>W, the farthest move of the place about which time is bent, in frames; 0 bends nothing.</summary>
    public int TimeWarp { get; init; } = 80;

    /// <summary>F, the highest band that is hidden, in rows.</summary>
    public int FrequencyMask { get; init; } = 27;

    /// <summary>How many bands are hidden.</summary>
    public int FrequencyMasks { get; init; } = 1;

    /// <summary>T, the longest stretch that is hidden, in frames.</summary>
    public int TimeMask { get; init; } = 100;

    /// <summary>How many stretches are hidden.</summary>
    public int TimeMasks { get; init; } = 1;

    /// <summary>The longest stretch as a share of all frames.</summary>
    public double MostTime { get; init; } = 1;

    /// <summary>What stands where something is hidden; 0 is the mean of a normalised spectrogram.</summary>
    public double Fill { get; init; }

    /// <summary>A changed spectrogram, and what was changed.</summary>
    /// <param name="spectrogram">[frequencies, frames] of floats.</param>
    /// <param name="rng">Where the changes come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">This is no spectrogram, or a strength is negative.</exception>
    public SpecAugmented Apply(Tensor spectrogram, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(spectrogram);
        if (spectrogram.Rank != 2 || !spectrogram.DType.IsFloat())
        {
            throw new ArgumentException($"SpecAugment: takes a spectrogram [frequencies, frames] of floats, and got {spectrogram.Shape} of {spectrogram.DType}.", nameof(spectrogram));
        }

        if (TimeWarp < 0 || FrequencyMask < 0 || FrequencyMasks < 0 || TimeMask < 0 || TimeMasks < 0 || !(MostTime is >= 0 and <= 1))
        {
            throw new ArgumentException($"SpecAugment: sizes and counts are 0 or more and the share 0 to 1; it is {this}.");
        }

        (int rows, int frames) = (spectrogram.Shape[0], spectrogram.Shape[1]);
        Draws draws = new((rng ?? Rng.Current).NextKey(), 0);
        double[] values = spectrogram.Detach().ToArray<double>();

        // The place keeps W frames from both ends; a short spectrogram is bent by less.
        int most = Math.Min(TimeWarp, (frames - 1) / 2 - 1);
        (int Frame, int By) warp = (0, 0);
        if (most > 0)
        {
            warp = (most + (int)draws.Below((ulong)(frames - (2 * most))), (int)draws.Below((ulong)((2 * most) + 1)) - most);
            warp.By = Math.Clamp(warp.By, 1 - warp.Frame, frames - 2 - warp.Frame);
            values = Bent(values, rows, frames, warp.Frame, warp.By);
        }

        List<(int Start, int Length)> bands = [], stretches = [];
        for (int i = 0; i < FrequencyMasks; i++)
        {
            bands.Add(Hidden(ref draws, FrequencyMask, rows));
        }

        for (int i = 0; i < TimeMasks; i++)
        {
            stretches.Add(Hidden(ref draws, Math.Min(TimeMask, (int)(MostTime * frames)), frames));
        }

        for (int i = 0; i < values.Length; i++)
        {
            (int row, int frame) = (i / frames, i % frames);
            bool isHidden = bands.Any(band => row >= band.Start && row < band.Start + band.Length) || stretches.Any(stretch => frame >= stretch.Start && frame < stretch.Start + stretch.Length);
            values[i] = isHidden ? Fill : values[i];
        }

        return new SpecAugmented(Tensor.From(values, spectrogram.Shape).To(spectrogram.DType), bands, stretches, warp.Frame, warp.By);
    }

    // A length from 0 to the longest, then a place.
    private static (int Start, int Length) Hidden(ref Draws draws, int longest, int size)
    {
        int length = (int)draws.Below((ulong)(Math.Min(longest, size) + 1));
        return ((int)draws.Below((ulong)(size - length + 1)), length);
    }

    // What was at the frame comes to stand at frame + by; both sides are stretched evenly, numbers between frames are on straight lines.
    private static double[] Bent(double[] values, int rows, int frames, int frame, int by)
    {
        double[] bent = new double[values.Length];
        int target = frame + by;
        for (int t = 0; t < frames; t++)
        {
            double source = t <= target ? (double)t * frame / target : frame + ((double)(t - target) * (frames - 1 - frame) / (frames - 1 - target));
            int before = Math.Min((int)source, frames - 2);
            double share = source - before;
            for (int row = 0; row < rows; row++)
            {
                double left = values[(row * frames) + before], right = values[(row * frames) + before + 1];
                bent[(row * frames) + t] = share == 0 ? left : share == 1 ? right : ((1 - share) * left) + (share * right);
            }
        }

        return bent;
    }
}

/// <summary>A spectrogram with parts hidden, and which.</summary>
/// <param name="Spectrogram">[frequencies, frames].</param>
/// <param name="Bands">First row and height of each hidden band.</param>
/// <param name="Stretches">First frame and length of each hidden stretch.</param>
/// <param name="WarpFrame">The frame about which time was bent.</param>
/// <param name="WarpBy">By how many frames it moved.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record SpecAugmented(Tensor Spectrogram, IReadOnlyList<(int Start, int Length)> Bands, IReadOnlyList<(int Start, int Length)> Stretches, int WarpFrame, int WarpBy)
{
    /// <summary>The changes in a line.</summary>
    public override string ToString() =>
        $"frame {WarpFrame} moved by {WarpBy}; hidden rows {Text(Bands)}; hidden frames {Text(Stretches)}";

    private static string Text(IReadOnlyList<(int Start, int Length)> parts) =>
        parts.All(part => part.Length == 0) ? "none" : string.Join(", ", parts.Where(part => part.Length > 0).Select(part => $"{part.Start} to {part.Start + part.Length - 1}"));
}
