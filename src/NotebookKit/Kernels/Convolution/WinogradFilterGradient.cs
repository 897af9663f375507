using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The gradient of 3x3 filters by Winograd's way: dw = G^T (sum over tiles of (B^T x B) * (A dy A^T)) G, the way back through <see cref="WinogradConvolution"/>.</summary>
/// <remarks>
/// Tiles of the image go to their values at 36 points as forward does, tiles of the maps' slopes by the transpose of the last step. Their
/// products number by number, summed over the tiles, are point by point a matrix product [channels, tiles] x [tiles, filters]: a quarter of
/// the multiplications. The tiles are cut into chunks by sizes alone; each adds up its own sums in the order of the tiles, and these are added in
/// the order of the chunks, so the bits do not depend on the threads.
/// </remarks>
internal static unsafe class WinogradFilterGradient
{
    // Most chunks, and so most threads that share them.
    private const int ChunkLimit = 8;

    // Numbers of all chunks' sums together, above which there are fewer chunks.
    private const int SumsLimit = 4 * 1024 * 1024;

    /// <summary>Whether this is the faster way.</summary>
    public static bool Pays<T>(in ConvolutionGeometry g)
        where T : unmanaged, IFloatingPointIeee754<T> => WinogradTiles.Pay<T>(Sides(g), ConvolutionPhase.Of(g));

    /// <summary>filters = gradient for images x and maps y of any order of axes.</summary>
    public static void Run<TVector, T>(in ConvolutionGeometry g, ImageView<T> x, ImageView<T> y, T* filters)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Plan plan = Plan.For<TVector, T>(g);
        T* sums = Workspace.Shared<T>(checked(plan.Chunks * plan.Sums));
        ChunkJob<TVector, T> job = new(plan, x, y, sums);
        Fork.Run(plan.Chunks, ref job);
        FilterJob<TVector, T> back = new(plan, sums, filters);
        Fork.Run(back.Parts, ref back);
    }

    private static ConvolutionSides Sides(in ConvolutionGeometry g) => new(g.Images, g.Groups, g.ChannelsInGroup, g.FiltersInGroup, g.MapHeight, g.MapWidth);

    /// <summary>How the work is cut.</summary>
    /// <param name="Tiles">The tiles of the maps.</param>
    /// <param name="Channels">C.</param>
    /// <param name="Filters">K.</param>
    /// <param name="ChannelStep">C rounded up to whole vectors.</param>
    /// <param name="ChannelRows">C rounded up to whole tiles of the product.</param>
    /// <param name="Width">Filters of a panel.</param>
    /// <param name="Panels">How many panels.</param>
    /// <param name="InBlock">Tiles worked on together.</param>
    /// <param name="Chunks">How many chunks of blocks.</param>
    private readonly record struct Plan(
        WinogradTiles Tiles, int Channels, int Filters, int ChannelStep, int ChannelRows, int Width, int Panels, int InBlock, int Chunks)
    {
        public int Blocks => (Tiles.Count + InBlock - 1) / InBlock;

        // From the sums of a point to those of the next, and of all points.
        public int PointStep => (Panels * ChannelRows * Width) + WinogradConvolution.Apart;

        public int Sums => checked(WinogradTiles.Points * PointStep);

        public static Plan For<TVector, T>(in ConvolutionGeometry g)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ConvolutionSides sides = Sides(g);
            int rows = SteppedTile.Rows<TVector, T>();
            int width = sides.PanelWidth(TVector.Count);
            Plan plan = new(
                new WinogradTiles(ConvolutionPhase.Of(g), g.Images),
                g.Channels,
                g.Filters,
                (g.Channels + TVector.Count - 1) / TVector.Count * TVector.Count,
                (g.Channels + rows - 1) / rows * rows,
                width,
                sides.PanelsInGroup(width),
                WinogradTiles.InBlock(g.Channels + g.Filters, rows),
                1);
            return plan with { Chunks = Math.Clamp(Math.Min(plan.Blocks, SumsLimit / plan.Sums), 1, ChunkLimit) };
        }
    }

    /// <summary>Adds up a chunk of tiles: [point][panel][channel][filter].</summary>
    private readonly struct ChunkJob<TVector, T>(Plan plan, ImageView<T> x, ImageView<T> y, T* sums) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            T* own = sums + ((long)part * plan.Sums);
            int first = (int)((long)plan.Blocks * part / plan.Chunks), last = (int)((long)plan.Blocks * (part + 1) / plan.Chunks);
            for (int block = first; block < last; block++)
            {
                AddBlock(block * plan.InBlock, Math.Min(plan.InBlock, plan.Tiles.Count - (block * plan.InBlock)), own, accumulate: block > first);
            }
        }

        private void AddBlock(int first, int count, T* own, bool accumulate)
        {
            int filters = plan.Panels * plan.Width, pixel = Math.Max(plan.ChannelStep, filters);
            int valueStep = (plan.InBlock * plan.ChannelStep) + WinogradConvolution.Apart, slopeStep = (plan.InBlock * filters) + WinogradConvolution.Apart;
            T* aside = Workspace.OfThread<T>(checked(WinogradTiles.Points * (TVector.Count + pixel + valueStep + slopeStep)));
            T* patch = aside + (WinogradTiles.Points * TVector.Count);
            T* values = patch + (WinogradTiles.Points * pixel);
            T* slopes = values + (WinogradTiles.Points * (long)valueStep);
            for (int i = 0; i < count; i++)
            {
                WinogradTile tile = plan.Tiles[first + i];
                WinogradSource.Read<TVector, T>(x, tile, plan.ChannelStep, patch, aside, values + ((long)i * plan.ChannelStep), valueStep);
                WinogradSource.ReadSlopes<TVector, T>(
                    y, tile, plan.Width, plan.Panels, patch, aside, slopes + ((long)i * plan.Width), plan.InBlock * plan.Width, slopeStep);
            }

            int rows = SteppedTile.Rows<TVector, T>();
            for (int point = 0; point < WinogradTiles.Points; point++, values += valueStep, slopes += slopeStep)
            {
                T* to = own + ((long)point * plan.PointStep);
                for (int panel = 0; panel < plan.Panels; panel++)
                {
                    T* right = slopes + ((long)panel * plan.InBlock * plan.Width);
                    for (int channel = 0; channel < plan.ChannelRows; channel += rows, to += rows * plan.Width)
                    {
                        SteppedTile.Run<TVector, T>(plan.Width, count, values + channel, 1, plan.ChannelStep, right, to, plan.Width, accumulate ? new TileBase<T>(to, plan.Width) : default);
                    }
                }
            }
        }
    }

    /// <summary>Adds the chunks' sums in their order, takes them back to the nine places and puts them where the filters lie.</summary>
    private readonly struct FilterJob<TVector, T>(Plan plan, T* sums, T* filters) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private const int ChannelsInPart = 8;

        private int Pieces => (plan.Channels + ChannelsInPart - 1) / ChannelsInPart;

        public int Parts => plan.Panels * Pieces;

        public void Run(int part)
        {
            int panel = part / Pieces;
            int first = part % Pieces * ChannelsInPart;
            int channels = Math.Min(ChannelsInPart, plan.Channels - first);
            int columnStep = channels * plan.Width;
            T* aside = Workspace.OfThread<T>((WinogradTiles.Points * TVector.Count) + (9 * columnStep));
            T* places = aside + (WinogradTiles.Points * TVector.Count);
            T* from = sums + ((((long)panel * plan.ChannelRows) + first) * plan.Width);
            AddChunks(from, columnStep);
            WinogradPasses.Both<WinogradPasses.FilterBack, TVector, T>(
                columnStep, from, WinogradTiles.SourceSide * (nint)plan.PointStep, plan.PointStep, aside, places, 3 * columnStep, columnStep);
            int inPanel = Math.Min(plan.Width, plan.Filters - (panel * plan.Width));
            for (int filter = 0; filter < inPanel; filter++)
            {
                T* to = filters + ((((long)((panel * plan.Width) + filter) * plan.Channels) + first) * 9);
                for (int channel = 0; channel < channels; channel++, to += 9)
                {
                    for (int place = 0; place < 9; place++)
                    {
                        to[place] = places[(place * columnStep) + (channel * plan.Width) + filter];
                    }
                }
            }
        }

        private void AddChunks(T* from, int count)
        {
            for (int point = 0; point < WinogradTiles.Points; point++, from += plan.PointStep)
            {
                for (int chunk = 1; chunk < plan.Chunks; chunk++)
                {
                    T* more = from + ((long)chunk * plan.Sums);
                    for (int i = 0; i < count; i += TVector.Count)
                    {
                        TVector.Store(TVector.Load(from + i) + TVector.Load(more + i), from + i);
                    }
                }
            }
        }
    }
}
