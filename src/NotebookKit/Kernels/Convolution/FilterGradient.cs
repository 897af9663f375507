using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The gradient of the filters: for each place of a filter, the sum over all map pixels of image number times map number.</summary>
/// <remarks>
/// It is a matrix product whose left side, the windows of the image, is never written: for each block of map pixels the image
/// is copied with its margin, the maps into panels two vectors wide, and a tile of six image numbers by two vectors adds
/// up the whole block in registers (<see cref="FilterGradientTile"/>). Many maps fill four vectors (<see cref="WideFilterGradientTile"/>) and, like
/// images whose margin no filter reaches, are read where they lie when their channels are last. The map pixels are cut into chunks by sizes alone;
/// each chunk adds up its own sums, and these are added in the order of the chunks, so the bits do not depend on the threads. Single-precision 3x3
/// filters of many channels take <see cref="WinogradFilterGradient"/> instead, few filters <see cref="PlanarFilterGradient"/>.
/// </remarks>
internal static unsafe class FilterGradient
{
    /// <summary>Most chunks of map pixels, and so most threads that share them.</summary>
    private const int ChunkLimit = 16;

    // A block's panel of maps and the image under it stay in the first-level cache.
    private const int PixelLimit = 192;

    // The same for panels of four vectors: their maps come fast enough from the second level.
    private const int WidePixelLimit = 256;

    // Rows of the sums that one part adds up.
    private const int RowsInPart = 32;

    // Numbers of all chunks' sums together, above which there are fewer chunks.
    private const int SumsLimit = 4 * 1024 * 1024;

    /// <summary>filters = gradient for images x and maps y of any order of axes.</summary>
    public static void Run<T>(in ConvolutionGeometry g, ImageView<T> x, ImageView<T> y, T* filters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                Run<V512<T>, T>(g, x, y, filters);
                break;
            case SimdWidth.Bits256:
                Run<V256<T>, T>(g, x, y, filters);
                break;
            case SimdWidth.Bits128:
                Run<V128<T>, T>(g, x, y, filters);
                break;
            default:
                Run<Lane<T>, T>(g, x, y, filters);
                break;
        }
    }

    private static void Run<TVector, T>(ConvolutionGeometry g, ImageView<T> x, ImageView<T> y, T* filters)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (WinogradFilterGradient.Pays<T>(g))
        {
            WinogradFilterGradient.Run<TVector, T>(g, x, y, filters);
            return;
        }

        if (PlanarFilterGradient.Pays<TVector, T>(g))
        {
            PlanarFilterGradient.Run<TVector, T>(g, x, y, filters);
            return;
        }

        int width = PanelWidth<TVector, T>(g);
        bool wide = width > 2 * TVector.Count;
        ConvolutionPhase phase = ConvolutionPhase.Of(g);
        ConvolutionBlocks blocks = new(phase, g.Images, g.Channels, wide ? WidePixelLimit : PixelLimit);

        // In place no tile may read past a pixel: the last one lies at the end of the image.
        bool inPlace = wide && x.IsChannelsLast && phase.LiesInside(g.Height, g.Width) && g.ChannelsInGroup % 2 == 0 && g.ChannelsInGroup > 2;
        TapRuns runs = TapRuns.Of(phase, blocks, inPlace ? g.Width : blocks.BlockColumns, g.ChannelsInGroup, int.MaxValue);
        int panels = g.Groups * ((g.FiltersInGroup + width - 1) / width);
        int sums = checked(panels * runs.Depth * width);
        if (sums == 0)
        {
            return;
        }

        int chunks = Math.Clamp(Math.Min(blocks.Count / 2, SumsLimit / sums), 1, ChunkLimit);
        int shares = Math.Clamp(ChunkLimit / chunks, 1, panels);
        T* room = Workspace.Shared<T>(checked(chunks * sums));
        fixed (TapRun* run = runs.All)
        {
            ChunkJob<TVector, T> job = new(g, phase, blocks, x, inPlace, y, run, runs.All.Length, runs.Depth, panels, room, chunks, shares);
            Fork.Run(chunks * shares, ref job);
        }

        SumJob<TVector, T> sum = new(g, runs.Depth, panels, room, chunks, filters);
        Fork.Run(sum.Parts, ref sum);
    }

    // Filters of a panel: as many as of the result's channels in a convolution.
    private static int PanelWidth<TVector, T>(in ConvolutionGeometry g)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        => new ConvolutionSides(g.Images, g.Groups, g.ChannelsInGroup, g.FiltersInGroup, g.MapHeight, g.MapWidth).WidePanelWidth(TVector.Count, TVector.Count * sizeof(T));

    /// <summary>Adds up some panels of filters over a chunk of the blocks.</summary>
    private readonly struct ChunkJob<TVector, T>(
        ConvolutionGeometry g, ConvolutionPhase phase, ConvolutionBlocks blocks, ImageView<T> x, bool inPlace, ImageView<T> y, TapRun* runs, int runCount, int depth, int panels, T* sums, int chunks, int shares) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private int Width => PanelWidth<TVector, T>(g);

        private int PanelsInGroup => panels / g.Groups;

        public void Run(int part)
        {
            int chunk = part / shares;
            int firstPanel = (int)((long)panels * (part % shares) / shares);
            int lastPanel = (int)((long)panels * ((part % shares) + 1) / shares);
            T* own = sums + ((long)chunk * panels * depth * Width);
            new Span<T>(own + ((long)firstPanel * depth * Width), (lastPanel - firstPanel) * depth * Width).Clear();
            int lastBlock = (int)((long)blocks.Count * (chunk + 1) / chunks);
            for (int number = (int)((long)blocks.Count * chunk / chunks); number < lastBlock; number++)
            {
                ConvolutionBlock block = blocks[number];
                if (block.Pixels > 0)
                {
                    AddBlock(block, firstPanel, lastPanel, own);
                }
            }
        }

        private void AddBlock(ConvolutionBlock block, int firstPanel, int lastPanel, T* own)
        {
            // Six more numbers: the last tile of a run reads past its end.
            int width = Width;
            int imageRoom = inPlace ? 0 : blocks.Room + FilterGradientTile.Rows;
            T* image = Workspace.OfThread<T>(imageRoom + width + (block.Pixels * width));
            T* copied = image + ((imageRoom + width - 1) / width * width);
            if (inPlace)
            {
                image = x.Pixel(block.Image, (block.Row * phase.SourceStepY) + blocks.FirstY, (block.Column * phase.SourceStepX) + blocks.FirstX);
            }
            else
            {
                blocks.CopySource(block, x, image);
                new Span<T>(image + blocks.Room, FilterGradientTile.Rows).Clear();
            }

            bool mapsInPlace = width > 2 * TVector.Count && y.IsChannelsLast && g.FiltersInGroup % width == 0;
            int mapStep = mapsInPlace ? g.Filters : width, mapRowStep = mapStep * (mapsInPlace ? g.MapWidth : block.Columns);
            for (int panel = firstPanel; panel < lastPanel; panel++)
            {
                int group = panel / PanelsInGroup;
                int first = panel % PanelsInGroup * width;
                T* maps = copied;
                if (mapsInPlace)
                {
                    maps = y.Pixel(block.Image, block.Row, block.Column) + (group * g.FiltersInGroup) + first;
                }
                else
                {
                    CopyMaps(block, (group * g.FiltersInGroup) + first, Math.Min(width, g.FiltersInGroup - first), maps);
                }

                // Each panel after the first finds the image near.
                int imageNumbers = inPlace && panel == firstPanel ? phase.SourceStepY * g.Width * blocks.PixelStep * block.Rows : 0;
                int mapNumbers = mapsInPlace ? mapRowStep * block.Rows : 0;
                NextBlock<T> next = new(image + imageNumbers, imageNumbers, maps + mapNumbers, mapNumbers);
                T* to = own + ((long)panel * depth * width);
                for (int i = 0; i < runCount; i++)
                {
                    AddRun(block, image + runs[i].Offset + (group * g.ChannelsInGroup), runs[i].Length, maps, mapStep, mapRowStep, to, ref next);
                    to += (long)runs[i].Length * width;
                }
            }
        }

        // The tiles of a run of image numbers, over all pixels of a block.
        private void AddRun(ConvolutionBlock block, T* from, int length, T* maps, int mapStep, int mapRowStep, T* to, ref NextBlock<T> next)
        {
            int width = Width;
            int pixelStep = phase.SourceStepX * blocks.PixelStep;
            int rowStep = phase.SourceStepY * (inPlace ? g.Width : blocks.BlockColumns) * blocks.PixelStep;
            (int rows, int columns) = rowStep == pixelStep * block.Columns && mapRowStep == mapStep * block.Columns ? (1, block.Rows * block.Columns) : (block.Rows, block.Columns);
            int step;
            for (int at = 0; at < length; at += step, to += step * width)
            {
                step = width > 2 * TVector.Count ? WideFilterGradientTile.Rows(length - at) : FilterGradientTile.Rows;
                int valid = Math.Min(step, length - at);
                if (width > 2 * TVector.Count)
                {
                    WideFilterGradientTile.Run<TVector, T>(step, from + at, pixelStep, rowStep, maps, mapStep, mapRowStep, rows, columns, to, valid, next.Take(rows * columns * TVector.Count));
                }
                else if (width == TVector.Count)
                {
                    FilterGradientTile.RunNarrow<TVector, T>(from + at, pixelStep, rowStep, maps, rows, columns, to, valid);
                }
                else
                {
                    FilterGradientTile.Run<TVector, T>(from + at, pixelStep, rowStep, maps, rows, columns, to, valid);
                }
            }
        }

        private void CopyMaps(ConvolutionBlock block, int firstFilter, int filters, T* to)
        {
            for (int row = 0; row < block.Rows; row++)
            {
                y.CopyChannels(block.Image, block.Row + row, block.Column, block.Columns, firstFilter, filters, to, Width);
                to += block.Columns * Width;
            }
        }
    }

    /// <summary>Adds the chunks' sums in their order and puts them where the filters lie.</summary>
    private readonly struct SumJob<TVector, T>(ConvolutionGeometry g, int depth, int panels, T* sums, int chunks, T* filters) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private int Rows => panels * depth;

        public int Parts => (Rows + RowsInPart - 1) / RowsInPart;

        public void Run(int part)
        {
            int width = PanelWidth<TVector, T>(g);
            int inGroup = panels / g.Groups;
            T* total = stackalloc T[width];
            for (int row = part * RowsInPart; row < Math.Min(Rows, (part + 1) * RowsInPart); row++)
            {
                T* from = sums + ((long)row * width);
                for (int i = 0; i < width; i += TVector.Count)
                {
                    TVector sum = TVector.Load(from + i);
                    for (int chunk = 1; chunk < chunks; chunk++)
                    {
                        sum += TVector.Load(from + i + ((long)chunk * Rows * width));
                    }

                    TVector.Store(sum, total + i);
                }

                // A row of a panel's sums is (place, channel); filters are [filter, channel, place].
                int panel = row / depth, number = row % depth;
                int first = panel % inGroup * width;
                T* to = filters + ((((long)(panel / inGroup) * g.FiltersInGroup) + first) * depth) + (number % g.ChannelsInGroup * g.KernelArea) + (number / g.ChannelsInGroup);
                for (int filter = 0; filter < Math.Min(width, g.FiltersInGroup - first); filter++)
                {
                    to[(long)filter * depth] = total[filter];
                }
            }
        }
    }
}
