using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>A 3x3 convolution of stride 1 by Winograd's F(4x4, 3x3): y = A^T ((G w G^T) * (B^T x B)) A, 36 products for 16 results instead of 144.</summary>
/// <remarks>
/// A tile of 4x4 results sees 6x6 numbers of each source channel. Both it and the filters are transformed to values at 6x6 points
/// (<see cref="WinogradPasses"/>), where a convolution is a product number by number; summed over the channels that is, point by point, a
/// matrix product [tiles, channels] x [channels, results]. Blocks of tiles stay in the second-level cache from their first transform to their last.
/// Each result is summed in the order of the channels by one thread. Its error is that of a plain sum of products, within a small factor, in
/// proportion to the largest numbers under its tile, not under the one result: an infinity or NaN spoils a whole tile.
/// Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2016.
/// </remarks>
internal static unsafe class WinogradConvolution
{
    /// <summary>Numbers between the blocks of two points beyond what they hold: at a power of two apart all 36 would share a few lines of the cache.</summary>
    public const int Apart = 16;

    /// <summary>Computes the result, channels last; <paramref name="bias"/> may be null.</summary>
    public static void Run<TVector, T>(ConvolutionSides sides, ConvolutionPhase phase, ImageView<T> source, FilterView<T> filters, T* bias, T* result)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = sides.PanelWidth(TVector.Count);
        int panels = sides.PanelsInGroup(width);
        int step = checked((panels * sides.SourceInGroup * width) + Apart);
        T* weights = Workspace.Shared<T>(checked(WinogradTiles.Points * step));
        FilterJob<TVector, T> transform = new(sides, phase.Taps, filters, panels, width, weights, step);
        Fork.Run(transform.Parts, ref transform);
        TileJob<TVector, T> job = new(sides, new WinogradTiles(phase, sides.Images), source, weights, step, bias, result);
        Fork.Run(job.Parts, ref job);
    }

    /// <summary>The results of a pixel, with their bias unless it is null.</summary>
    public static void CopyPixel<TVector, T>(T* from, T* bias, int count, T* to)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (bias == null)
        {
            new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
            return;
        }

        int i = 0;
        for (; i <= count - TVector.Count; i += TVector.Count)
        {
            TVector.Store(TVector.Load(from + i) + TVector.Load(bias + i), to + i);
        }

        for (; i < count; i++)
        {
            to[i] = from[i] + bias[i];
        }
    }

    /// <summary>Transforms the filters: [point][panel of results][source channel][result].</summary>
    private readonly struct FilterJob<TVector, T>(ConvolutionSides sides, Tap[] taps, FilterView<T> filters, int panels, int width, T* weights, int step) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private const int ChannelsInPart = 32;

        private int Pieces => (sides.SourceInGroup + ChannelsInPart - 1) / ChannelsInPart;

        public int Parts => panels * Pieces;

        public void Run(int part)
        {
            int panel = part / Pieces;
            int first = part % Pieces * ChannelsInPart;
            int channels = Math.Min(ChannelsInPart, sides.SourceInGroup - first);
            int columnStep = channels * width;
            T* aside = Workspace.OfThread<T>((WinogradTiles.Points * TVector.Count) + (9 * columnStep));
            T* taken = aside + (WinogradTiles.Points * TVector.Count);
            filters.Pack(0, taps, first, channels, panel * width, Math.Min(width, sides.ResultInGroup - (panel * width)), width, taken);
            T* to = weights + ((((long)panel * sides.SourceInGroup) + first) * width);
            WinogradPasses.Both<WinogradPasses.Filter, TVector, T>(columnStep, taken, 3 * columnStep, columnStep, aside, to, WinogradTiles.SourceSide * (nint)step, step);
        }
    }

    /// <summary>Computes blocks of tiles.</summary>
    private readonly struct TileJob<TVector, T>(ConvolutionSides sides, WinogradTiles tiles, ImageView<T> source, T* weights, int step, T* bias, T* result) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int width = sides.PanelWidth(TVector.Count);
        private readonly int results = sides.PanelsInGroup(sides.PanelWidth(TVector.Count)) * sides.PanelWidth(TVector.Count);
        private readonly int channels = (sides.SourceInGroup + TVector.Count - 1) / TVector.Count * TVector.Count;
        private readonly int inBlock = WinogradTiles.InBlock(
            sides.SourceInGroup + sides.ResultInGroup, SteppedTile.Rows<TVector, T>());

        public int Parts => (tiles.Count + inBlock - 1) / inBlock;

        public void Run(int part)
        {
            int first = part * inBlock;
            int count = Math.Min(inBlock, tiles.Count - first);
            int valueStep = (inBlock * channels) + Apart, productStep = (inBlock * results) + Apart;
            T* aside = Workspace.OfThread<T>(checked((WinogradTiles.Points * (TVector.Count + channels + valueStep + productStep)) + (16 * results)));
            T* patch = aside + (WinogradTiles.Points * TVector.Count);
            T* square = patch + (WinogradTiles.Points * channels);
            T* values = square + (16 * results);
            T* products = values + (WinogradTiles.Points * (long)valueStep);
            for (int i = 0; i < count; i++)
            {
                WinogradSource.Read<TVector, T>(source, tiles[first + i], channels, patch, aside, values + ((long)i * channels), valueStep);
            }

            Multiply(count, values, valueStep, products, productStep);
            for (int i = 0; i < count; i++)
            {
                Write(tiles[first + i], products + ((long)i * results), productStep, aside, square);
            }
        }

        // Point by point [tiles, channels] x [channels, results]. The last tile of the product may run over rows that nobody reads.
        private void Multiply(int count, T* values, int valueStep, T* products, int productStep)
        {
            int rows = SteppedTile.Rows<TVector, T>();
            T* panel = weights;
            for (int point = 0; point < WinogradTiles.Points; point++, panel = weights + (point * (long)step), values += valueStep, products += productStep)
            {
                for (int column = 0; column < results; column += width, panel += (long)sides.SourceInGroup * width)
                {
                    for (int row = 0; row < count; row += rows)
                    {
                        SteppedTile.Run<TVector, T>(
                            width, sides.SourceInGroup, values + ((long)row * channels), channels, 1, panel, products + ((long)row * results) + column, results, default);
                    }
                }
            }
        }

        private void Write(WinogradTile tile, T* products, int productStep, T* aside, T* square)
        {
            T* to = result + (((((long)tile.Image * sides.ResultHeight) + tile.Row) * sides.ResultWidth) + tile.Column) * sides.ResultInGroup;
            nint rowStep = WinogradTiles.SourceSide * (nint)productStep;
            if (tile.IsWhole && results == sides.ResultInGroup && bias == null)
            {
                WinogradPasses.Both<WinogradPasses.Result, TVector, T>(
                    results, products, rowStep, productStep, aside, to, (nint)sides.ResultWidth * results, results);
                return;
            }

            WinogradPasses.Both<WinogradPasses.Result, TVector, T>(results, products, rowStep, productStep, aside, square, WinogradTiles.Side * results, results);
            for (int row = 0; row < tile.Rows; row++)
            {
                for (int column = 0; column < tile.Columns; column++)
                {
                    CopyPixel<TVector, T>(square + (((row * WinogradTiles.Side) + column) * results), bias, sides.ResultInGroup, to + ((((long)row * sides.ResultWidth) + column) * sides.ResultInGroup));
                }
            }
        }
    }
}
