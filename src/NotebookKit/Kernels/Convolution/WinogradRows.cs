using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>A convolution that steps by two, its filters seven or eight columns wide, by Winograd's F(4, 4) along the rows: 14 products for four results instead of 28.</summary>
/// <remarks>
/// A result looks at even columns of its window and at odd ones; each half is a filter of four places that steps by one (of seven columns
/// the last odd place is 0). Two neighbouring pixels are taken for one of twice the channels, and four results of a row see seven such pairs. Pairs and filters go to
/// their values at seven points (<see cref="WinogradRowPasses"/>), where a convolution is a product number by number; summed over the filter's rows and the pair's
/// channels that is, point by point, a matrix product [results' rows, depth] x [depth, maps]. With the pairs of a column one below the other the depth of each
/// result lies in one piece and nothing is packed. Rows are not transformed: there would be seven rows of points too, and too few channels to carry it.
/// Each result is summed in the same order by one thread. Its error is that of a plain sum within a small factor, in proportion to the largest numbers under its
/// four: an infinity or NaN spoils the four results of each row whose pairs hold it.
/// </remarks>
internal static unsafe class WinogradRows
{
    private const int Side = 4, Points = 7;

    // Fewer result channels than this do not carry the transforms; more source channels are another way's.
    private const int FewestResults = 32, MostChannels = 16;

    // Fewer results than this do not carry the transform of the filters.
    private const long FewestPixels = 4096;

    // Tiles of rows in a band: what is above and below is read by two.
    private const int TilesInBand = 2;

    /// <summary>Whether this is the faster way: single precision, seven or eight neighbouring columns, steps of two, few channels, many maps, many results, and at least half of the rows of a band looked at.</summary>
    public static bool Pays<T>(in ConvolutionSides sides, ConvolutionPhase phase)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) || sides.Groups != 1 || sides.SourceInGroup > MostChannels || sides.ResultInGroup < FewestResults
            || phase.SourceStepX != 2 || phase.TargetStepY != 1 || phase.TargetStepX != 1 || phase.Rows != sides.ResultHeight || phase.Columns != sides.ResultWidth)
        {
            return false;
        }

        return phase.SpanX is 6 or 7 && phase.IsRectangle
            && phase.SourceStepY <= 2 * (phase.SpanY + 1)
            && (long)sides.Images * phase.Rows * phase.Columns >= FewestPixels
            && 4 * phase.Columns >= 3 * Side * ((phase.Columns + Side - 1) / Side);
    }

    /// <summary>Computes the result, channels last; <paramref name="bias"/> may be null.</summary>
    public static void Run<TVector, T>(ConvolutionSides sides, ConvolutionPhase phase, ImageView<T> source, FilterView<T> filters, T* bias, T* result)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = sides.PanelWidth(TVector.Count);
        int panels = sides.PanelsInGroup(width);
        int depth = 2 * sides.SourceInGroup * (phase.SpanY + 1);
        int step = checked((panels * depth * width) + WinogradConvolution.Apart);
        T* weights = Workspace.Shared<T>(checked(Points * step));
        FilterJob<TVector, T> transform = new(sides, phase, filters, width, weights, step);
        Fork.Run(panels, ref transform);
        BandJob<TVector, T> job = new(sides, phase, source, weights, step, bias, result);
        Fork.Run(job.Parts, ref job);
    }

    /// <summary>Transforms the filters: [point][panel of results][row of the filter][even, odd][source channel][result].</summary>
    private readonly struct FilterJob<TVector, T>(ConvolutionSides sides, ConvolutionPhase phase, FilterView<T> filters, int width, T* weights, int step) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int panel)
        {
            int rows = phase.SpanY + 1, columns = phase.SpanX + 1;
            int place = sides.SourceInGroup * width;
            T* taken = Workspace.OfThread<T>(checked(((rows * columns) + (2 * Side)) * place));
            T* row = taken + ((long)rows * columns * place);
            filters.Pack(0, phase.Taps, 0, sides.SourceInGroup, panel * width, Math.Min(width, sides.ResultInGroup - (panel * width)), width, taken);
            new Span<T>(row, 2 * Side * place).Clear();
            T* to = weights + ((long)panel * rows * 2 * place);
            for (int i = 0; i < rows; i++, taken += columns * place)
            {
                new ReadOnlySpan<T>(taken, columns * place).CopyTo(new Span<T>(row, columns * place));
                for (int number = 0; number < 2 * place; number += TVector.Count, to += TVector.Count)
                {
                    WinogradRowPasses.Filter.Run<TVector, T>(row + number, 2 * place, to, step);
                }
            }
        }
    }

    /// <summary>Computes bands of rows.</summary>
    private readonly struct BandJob<TVector, T>(ConvolutionSides sides, ConvolutionPhase phase, ImageView<T> source, T* weights, int step, T* bias, T* result) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int width = sides.PanelWidth(TVector.Count);
        private readonly int results = sides.PanelsInGroup(sides.PanelWidth(TVector.Count)) * sides.PanelWidth(TVector.Count);
        private readonly int inBand = TilesInBand * SteppedTile.Rows<TVector, T>();
        private readonly int across = (phase.Columns + Side - 1) / Side;
        private readonly int pair = 2 * sides.SourceInGroup;

        public int Parts => sides.Images * Bands;

        private int Bands => (phase.Rows + inBand - 1) / inBand;

        // Rows of the source under a band, whole tiles of it.
        private int SourceRows => ((inBand - 1) * phase.SourceStepY) + phase.SpanY + 1;

        // Pairs of a row of the source.
        private int Pairs => (Side * across) + Points - Side;

        // From a column of pairs to the next: whole vectors, and not a power of two.
        private int ColumnStep => ((((SourceRows * pair) + TVector.Count - 1) / TVector.Count) + 1) * TVector.Count;

        public void Run(int part)
        {
            int image = part / Bands, first = part % Bands * inBand;
            int columnStep = ColumnStep, productStep = (inBand * results) + WinogradConvolution.Apart;
            T* line = Workspace.OfThread<T>(checked((Pairs * (pair + columnStep)) + (2 * TVector.Count) + (Points * (columnStep + productStep)) + (Side * results)));
            T* pairs = line + (((Pairs * pair) + (2 * TVector.Count) - 1) / TVector.Count * TVector.Count);
            T* values = pairs + ((long)Pairs * columnStep);
            T* products = values + (Points * columnStep);
            T* four = products + (Points * productStep);
            ReadPairs(image, first, line, pairs, columnStep);
            int rows = Math.Min(inBand, phase.Rows - first);
            T* to = result + ((((long)image * phase.Rows) + first) * phase.Columns * sides.ResultInGroup);
            for (int tile = 0; tile < across; tile++, to += Side * sides.ResultInGroup)
            {
                int columns = Math.Min(Side, phase.Columns - (tile * Side));
                T* under = pairs + ((long)tile * Side * columnStep);
                for (int number = 0; number < SourceRows * pair; number += TVector.Count)
                {
                    WinogradRowPasses.Image.Run<TVector, T>(under + number, columnStep, values + number, columnStep);
                }

                Multiply(rows, values, columnStep, products, productStep);
                for (int row = 0; row < rows; row++)
                {
                    Write(columns, products + ((long)row * results), productStep, four, to + ((long)row * phase.Columns * sides.ResultInGroup));
                }
            }
        }

        // A column of pairs: those of all rows one below the other. A pair's last vector overlaps the next row's pair, which is written after it.
        private void ReadPairs(int image, int first, T* line, T* pairs, int columnStep)
        {
            int firstRow = (first * phase.SourceStepY) + phase.FirstY;
            for (int row = 0; row < SourceRows; row++)
            {
                source.Copy(image, firstRow + row, 1, phase.FirstX, 2 * Pairs, line, sides.SourceInGroup);
                T* to = pairs + (row * pair);
                for (int i = 0; i < Pairs; i++, to += columnStep)
                {
                    for (int number = 0; number < pair; number += TVector.Count)
                    {
                        TVector.Store(TVector.Load(line + (i * pair) + number), to + number);
                    }
                }
            }
        }

        // Point by point [rows, depth] x [depth, maps]. The last tile may run over rows that nobody writes.
        private void Multiply(int rows, T* values, int columnStep, T* products, int productStep)
        {
            int inTile = SteppedTile.Rows<TVector, T>();
            int depth = pair * (phase.SpanY + 1), rowStep = pair * phase.SourceStepY;
            for (int point = 0; point < Points; point++, values += columnStep, products += productStep)
            {
                T* panel = weights + (point * (long)step);
                for (int column = 0; column < results; column += width, panel += (long)depth * width)
                {
                    for (int row = 0; row < rows; row += inTile)
                    {
                        SteppedTile.Run<TVector, T>(width, depth, values + (row * rowStep), rowStep, 1, panel, products + ((long)row * results) + column, results, default);
                    }
                }
            }
        }

        private void Write(int columns, T* products, int productStep, T* four, T* to)
        {
            if (columns == Side && results == sides.ResultInGroup && bias == null)
            {
                for (int i = 0; i < results; i += TVector.Count)
                {
                    WinogradRowPasses.Result.Run<TVector, T>(products + i, productStep, to + i, results);
                }

                return;
            }

            for (int i = 0; i < results; i += TVector.Count)
            {
                WinogradRowPasses.Result.Run<TVector, T>(products + i, productStep, four + i, results);
            }

            for (int column = 0; column < columns; column++)
            {
                WinogradConvolution.CopyPixel<TVector, T>(four + (column * results), bias, sides.ResultInGroup, to + (column * sides.ResultInGroup));
            }
        }
    }
}
