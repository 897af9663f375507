using System.Collections.Concurrent;

namespace NotebookKit.Kernels;

/// <summary>Numbers of the source that lie side by side and meet weights that lie side by side, from a number of them on.</summary>
internal readonly record struct TapRun(int Offset, int Length, int Weight);

/// <summary>Where a number under a tap lies from its pixel's first, where its weights lie in a panel, and where a line that is asked for at its turn.</summary>
internal readonly record struct TapOffset(int Number, int Weight, int Asked);

/// <summary>The taps of a phase as runs of numbers in memory, cut into slices whose weights stay in the first-level cache.</summary>
/// <remarks>
/// The channels of neighbouring taps of a row lie side by side, so a row of a filter is one run: a 7x7 filter of 3
/// channels is 7 runs of 21 numbers, and few channels are as fast as many.
/// </remarks>
internal sealed class TapRuns
{
    // A layer asks for the same runs at every step: made once, they leave a step nothing to collect. The taps are those of a phase, which is kept too.
    private static readonly ConcurrentDictionary<Key, TapRuns> Known = new();

    private readonly int[] firstOfSlice;

    private TapRuns(ConvolutionPhase phase, in ConvolutionBlocks blocks, int columns, int channels, int sliceLimit, int width, int askStep)
    {
        Tap[] taps = phase.Taps;
        Depth = taps.Length * channels;
        int slices = Math.Max(1, (Depth + sliceLimit - 1) / sliceLimit);
        SliceDepth = (Depth + slices - 1) / slices;
        List<TapRun> runs = [];
        List<int> starts = [0];
        int inSlice = 0;
        for (int i = 0; i < taps.Length; i++)
        {
            Tap tap = taps[i];
            int first = phase.Places[i] * channels;
            int offset = checked((((tap.OffsetY - blocks.FirstY) * columns) + tap.OffsetX - blocks.FirstX) * blocks.PixelStep);
            for (int done = 0; done < channels;)
            {
                if (inSlice == SliceDepth)
                {
                    starts.Add(runs.Count);
                    inSlice = 0;
                }

                int length = Math.Min(channels - done, SliceDepth - inSlice);
                if (runs.Count > starts[^1] && runs[^1].Offset + runs[^1].Length == offset + done && runs[^1].Weight + runs[^1].Length == first + done)
                {
                    runs[^1] = runs[^1] with { Length = runs[^1].Length + length };
                }
                else
                {
                    runs.Add(new TapRun(offset + done, length, first + done));
                }

                done += length;
                inSlice += length;
            }
        }

        starts.Add(runs.Count);
        firstOfSlice = [.. starts];
        Slices = firstOfSlice.Length - 1;
        All = [.. runs];
        Offsets = Listed(width, askStep);
    }

    /// <summary>The runs, as they were made before where they were.</summary>
    /// <param name="phase">The taps, in the order of the packed weights.</param>
    /// <param name="blocks">The blocks whose source they look at.</param>
    /// <param name="columns">Pixels of a row of the source.</param>
    /// <param name="channels">Channels of a tap.</param>
    /// <param name="sliceLimit">Most numbers in a slice.</param>
    /// <param name="width">Weights of a number, for the list of single numbers.</param>
    /// <param name="askStep">Numbers from a pixel's source to the next one's, where what a tile reads is to be asked for ahead; else 0.</param>
    public static TapRuns Of(ConvolutionPhase phase, in ConvolutionBlocks blocks, int columns, int channels, int sliceLimit, int width = 0, int askStep = 0)
    {
        const int Most = 1024;
        Key key = new(phase.Taps, blocks.FirstY, blocks.FirstX, blocks.PixelStep, columns, channels, sliceLimit, width, askStep);
        if (Known.TryGetValue(key, out TapRuns? known))
        {
            return known;
        }

        if (Known.Count > Most)
        {
            Known.Clear();
        }

        return Known[key] = new TapRuns(phase, blocks, columns, channels, sliceLimit, width, askStep);
    }

    /// <summary>All runs.</summary>
    public TapRun[] All { get; }

    /// <summary>Their numbers one by one, and in turns the lines that six neighbouring pixels read for the first time, spread over them.</summary>
    public TapOffset[] Offsets { get; }

    /// <summary>Numbers that a result is the sum of: taps times channels.</summary>
    public int Depth { get; }

    /// <summary>How many slices.</summary>
    public int Slices { get; }

    /// <summary>Numbers in a slice; the last may have fewer.</summary>
    public int SliceDepth { get; }

    /// <summary>The runs of a slice, as a range of <see cref="All"/>.</summary>
    public (int First, int Count) Slice(int slice) => (firstOfSlice[slice], firstOfSlice[slice + 1] - firstOfSlice[slice]);

    private TapOffset[] Listed(int width, int askStep)
    {
        // Of floats; of doubles every other line comes by itself.
        const int InLine = 16;
        int[] lines =
        [
            .. from run in All
               from pixel in Enumerable.Range(0, askStep == 0 ? 0 : WideConvolutionTile.Pixels)
               from line in Enumerable.Range(0, (Math.Min(run.Length, askStep) + InLine - 1) / InLine)
               select run.Offset + (pixel * askStep) + (line * InLine),
        ];
        TapOffset[] offsets = new TapOffset[Depth];
        int at = 0;
        foreach (TapRun run in All)
        {
            for (int i = 0; i < run.Length; i++, at++)
            {
                offsets[at] = new TapOffset(run.Offset + i, checked((run.Weight + i) * width), lines.Length == 0 ? 0 : lines[(int)((long)at * lines.Length / Depth)]);
            }
        }

        return offsets;
    }

    private readonly record struct Key(Tap[] Taps, int FirstY, int FirstX, int PixelStep, int Columns, int Channels, int SliceLimit, int Width, int AskStep);
}
