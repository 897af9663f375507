using System.Collections.Concurrent;

namespace NotebookKit.Kernels;

/// <summary>A place of a filter, and where it looks from a pixel of the result.</summary>
internal readonly record struct Tap(int Row, int Column, int OffsetY, int OffsetX);

/// <summary>Pixels of a result that all see their source through the same taps.</summary>
/// <remarks>
/// Result pixel (TargetY + q TargetStepY, TargetX + r TargetStepX) is the sum over the taps of source pixel
/// (q SourceStepY + OffsetY, r SourceStepX + OffsetX) times the tap's weights. A convolution is one phase with all taps.
/// Its transpose with stride s is s x s phases: rows of the image that differ by s meet the same places of the
/// filter, so each phase is a small convolution of stride 1 and no zeros are multiplied.
/// </remarks>
internal sealed record ConvolutionPhase(Tap[] Taps, int Rows, int Columns)
{
    // A layer asks for the same phases at every step: made once, they leave a step nothing to collect.
    private static readonly ConcurrentDictionary<ConvolutionGeometry, ConvolutionPhase> Forward = new();
    private static readonly ConcurrentDictionary<ConvolutionGeometry, ConvolutionPhase[]> Back = new();

    // A layer's source is always of the same sizes.
    private Cuts? cuts;
    private ConvolutionPhase[]? alone;

    /// <summary>Which of the taps that weights are packed for each of these is.</summary>
    public int[] Places { get; init; } = [.. Enumerable.Range(0, Taps.Length)];

    /// <summary>Itself and no other.</summary>
    public ConvolutionPhase[] Alone => alone ??= [this];

    /// <summary>Rows of the source between neighbours of the result.</summary>
    public int SourceStepY { get; init; } = 1;

    /// <summary>Columns of the source between neighbours of the result.</summary>
    public int SourceStepX { get; init; } = 1;

    /// <summary>The first row of the result.</summary>
    public int TargetY { get; init; }

    /// <summary>The first column of the result.</summary>
    public int TargetX { get; init; }

    /// <summary>From a row of the result to the next of this phase.</summary>
    public int TargetStepY { get; init; } = 1;

    /// <summary>From a column of the result to the next of this phase.</summary>
    public int TargetStepX { get; init; } = 1;

    /// <summary>The offset of the topmost tap.</summary>
    public int FirstY { get; } = Taps.Length == 0 ? 0 : Taps.Min(tap => tap.OffsetY);

    /// <summary>The offset of the leftmost tap.</summary>
    public int FirstX { get; } = Taps.Length == 0 ? 0 : Taps.Min(tap => tap.OffsetX);

    /// <summary>Rows from the topmost tap to the lowest.</summary>
    public int SpanY { get; } = Taps.Length == 0 ? 0 : Taps.Max(tap => tap.OffsetY) - Taps.Min(tap => tap.OffsetY);

    /// <summary>Columns from the leftmost tap to the rightmost.</summary>
    public int SpanX { get; } = Taps.Length == 0 ? 0 : Taps.Max(tap => tap.OffsetX) - Taps.Min(tap => tap.OffsetX);

    /// <summary>
    /// The pixels cut into those whose taps all lie in a source of these sizes, first, and those of the borders, each row and column by itself with the taps that lie
    /// inside: nothing outside is read, and no zeros are multiplied. Wide borders are cut into four that keep all taps; itself alone where few pixels are inside.
    /// </summary>
    /// <param name="height">Rows of the source.</param>
    /// <param name="width">Columns of the source.</param>
    public ConvolutionPhase[] CutAtBorders(int height, int width) => cuts is { } known && known.Height == height && known.Width == width
        ? known.Parts
        : (cuts = new Cuts(height, width, MakeCuts(height, width))).Parts;

    /// <summary>Whether the taps are all neighbouring places of a rectangle, row by row.</summary>
    public bool IsRectangle
    {
        get
        {
            int columns = SpanX + 1;
            for (int i = 0; i < Taps.Length; i++)
            {
                if (Taps[i].OffsetY != FirstY + (i / columns) || Taps[i].OffsetX != FirstX + (i % columns))
                {
                    return false;
                }
            }

            return Taps.Length == columns * (SpanY + 1);
        }
    }

    /// <summary>Whether no tap of any pixel looks outside a source of these sizes.</summary>
    /// <param name="height">Rows of the source.</param>
    /// <param name="width">Columns of the source.</param>
    public bool LiesInside(int height, int width) =>
        FirstY >= 0 && FirstX >= 0
        && ((Rows - 1) * SourceStepY) + FirstY + SpanY < height
        && ((Columns - 1) * SourceStepX) + FirstX + SpanX < width;

    /// <summary>The phase of a convolution: source the images, result the maps.</summary>
    public static ConvolutionPhase Of(in ConvolutionGeometry g) => Kept(Forward, g, static key => Make(key));

    /// <summary>The phases of the transposed convolution: source the maps, result the images.</summary>
    public static ConvolutionPhase[] OfTransposed(in ConvolutionGeometry g) => Kept(Back, g, static key => [.. MakeTransposed(key)]);

    // Rows or columns of the result from the first to before the second look at nothing outside.
    private static (int First, int Until) Inside(int size, int step, int first, int span, int source)
    {
        int from = Math.Clamp((-first + step - 1) / step, 0, size);
        return (from, Math.Clamp((source - first - span + step - 1) / step, from, size));
    }

    private ConvolutionPhase[] MakeCuts(int height, int width)
    {
        (int top, int bottom) = Inside(Rows, SourceStepY, FirstY, SpanY, height);
        (int left, int right) = Inside(Columns, SourceStepX, FirstX, SpanX, width);

        // Borders are thin and fill tiles badly.
        const double FewestInside = 0.75;
        if (Taps.Length == 0 || (long)(bottom - top) * (right - left) < FewestInside * Rows * Columns)
        {
            return Alone;
        }

        // More pieces than the inside, four borders and four corners are more forks than they save.
        const int MostAlone = 9;
        if ((top + Rows - bottom + 1) * (left + Columns - right + 1) > MostAlone)
        {
            ConvolutionPhase[] four = [Part(0, top, 0, Columns), Part(bottom, Rows, 0, Columns), Part(top, bottom, 0, left), Part(top, bottom, right, Columns)];
            return [Part(top, bottom, left, right), .. four.Where(part => part.Rows > 0 && part.Columns > 0)];
        }

        (int From, int Until)[] rows = [(top, bottom), .. Enumerable.Range(0, Rows).Where(row => row < top || row >= bottom).Select(row => (row, row + 1))];
        (int From, int Until)[] columns = [(left, right), .. Enumerable.Range(0, Columns).Where(column => column < left || column >= right).Select(column => (column, column + 1))];
        return
        [
            .. from row in rows
               from column in columns
               select Part(row.From, row.Until, column.From, column.Until).Inside(height, width),
        ];
    }

    private ConvolutionPhase Part(int top, int bottom, int left, int right)
    {
        Tap[] taps = [.. Taps.Select(tap => tap with { OffsetY = tap.OffsetY + (top * SourceStepY), OffsetX = tap.OffsetX + (left * SourceStepX) })];
        return With(taps, Places, bottom - top, right - left, TargetY + (top * TargetStepY), TargetX + (left * TargetStepX));
    }

    // Without the taps that look outside from the first pixel; the caller knows that then they do from all.
    private ConvolutionPhase Inside(int height, int width)
    {
        int[] kept = [.. Enumerable.Range(0, Taps.Length).Where(i => (uint)Taps[i].OffsetY < (uint)height && (uint)Taps[i].OffsetX < (uint)width)];
        return With([.. kept.Select(i => Taps[i])], [.. kept.Select(i => Places[i])], Rows, Columns, TargetY, TargetX);
    }

    private ConvolutionPhase With(Tap[] taps, int[] places, int rows, int columns, int targetY, int targetX) => new(taps, rows, columns)
    {
        Places = places,
        SourceStepY = SourceStepY,
        SourceStepX = SourceStepX,
        TargetY = targetY,
        TargetX = targetX,
        TargetStepY = TargetStepY,
        TargetStepX = TargetStepX,
    };

    private static ConvolutionPhase Make(in ConvolutionGeometry g)
    {
        List<Tap> taps = [];
        for (int row = 0; row < g.KernelHeight; row++)
        {
            for (int column = 0; column < g.KernelWidth; column++)
            {
                taps.Add(new Tap(row, column, (row * g.DilationY) - g.Top, (column * g.DilationX) - g.Left));
            }
        }

        return new ConvolutionPhase([.. taps], g.MapHeight, g.MapWidth) { SourceStepY = g.StrideY, SourceStepX = g.StrideX };
    }

    private static IEnumerable<ConvolutionPhase> MakeTransposed(ConvolutionGeometry g)
    {
        for (int y = 0; y < Math.Min(g.StrideY, g.Height); y++)
        {
            List<(int Place, int Offset)> rows = Meeting(y + g.Top, g.KernelHeight, g.DilationY, g.StrideY);
            for (int x = 0; x < Math.Min(g.StrideX, g.Width); x++)
            {
                List<(int Place, int Offset)> columns = Meeting(x + g.Left, g.KernelWidth, g.DilationX, g.StrideX);
                Tap[] taps = [.. rows.SelectMany(row => columns.Select(column => new Tap(row.Place, column.Place, row.Offset, column.Offset)))];
                yield return new ConvolutionPhase(taps, Steps(g.Height - y, g.StrideY), Steps(g.Width - x, g.StrideX))
                {
                    TargetY = y,
                    TargetX = x,
                    TargetStepY = g.StrideY,
                    TargetStepX = g.StrideX,
                };
            }
        }
    }

    // The places k of a filter for which (at - k dilation) / stride is whole, in ascending order of that quotient.
    private static List<(int Place, int Offset)> Meeting(int at, int kernel, int dilation, int stride)
    {
        List<(int Place, int Offset)> found = [];
        for (int place = kernel - 1; place >= 0; place--)
        {
            int distance = at - (place * dilation);
            if (distance % stride == 0)
            {
                found.Add((place, distance / stride));
            }
        }

        return found;
    }

    private static int Steps(int size, int step) => (size + step - 1) / step;

    private static TPhases Kept<TPhases>(ConcurrentDictionary<ConvolutionGeometry, TPhases> known, in ConvolutionGeometry g, Func<ConvolutionGeometry, TPhases> make)
    {
        const int Most = 1024;
        if (known.Count > Most)
        {
            known.Clear();
        }

        // How many images there are changes nothing.
        return known.GetOrAdd(g with { Images = 0 }, make);
    }

    private sealed record Cuts(int Height, int Width, ConvolutionPhase[] Parts);
}
