using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The gradient of the filters: for each place of a filter, the sum over all map pixels of image number times map number.</summary>
/// <remarks>
/// It is a matrix product whose left side, the windows of the image, is never written: for each block of map pixels the image
/// is copied with its margin, the maps into panels two vectors wide, and a tile of six image numbers by two vectors adds
/// up the whole block in registers (<see cref="FilterGradientTile"/>). The map pixels are cut into chunks by sizes alone;
/// each chunk adds up its own sums, and these are added in the order of the chunks, so the bits do not depend on the threads. Single-precision 3x3
/// filters of many channels take <see cref="WinogradFilterGradient"/> instead.
/// </remarks>
internal static unsafe class FilterGradient
{
    /// <summary>Most chunks of map pixels, and so most threads that share them.</summary>
    private const int ChunkLimit = 16;

    // A block's panel of maps and the image under it stay in the first-level cache.
    private const int PixelLimit = 192;

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

        int width = PanelWidth(g, TVector.Count);
        ConvolutionPhase phase = ConvolutionPhase.Of(g);
        ConvolutionBlocks blocks = new(phase, g.Images, g.Channels, PixelLimit);
        TapRuns runs = new(phase.Taps, blocks, blocks.BlockColumns, g.ChannelsInGroup, int.MaxValue);
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
            ChunkJob<TVector, T> job = new(g, phase, blocks, x, y, run, runs.All.Length, runs.Depth, panels, room, chunks, shares);
            Fork.Run(chunks * shares, ref job);
        }

        SumJob<TVector, T> sum = new(g, runs.Depth, panels, room, chunks, filters);
        Fork.Run(panels, ref sum);
    }

    // Filters of a panel: one vector where it holds all of a group, else two.
    private static int PanelWidth(in ConvolutionGeometry g, int count) => g.FiltersInGroup <= count && count > 1 ? count : 2 * count;

    /// <summary>Adds up some panels of filters over a chunk of the blocks.</summary>
    private readonly struct ChunkJob<TVector, T>(
        ConvolutionGeometry g, ConvolutionPhase phase, ConvolutionBlocks blocks, ImageView<T> x, ImageView<T> y, TapRun* runs, int runCount, int depth, int panels, T* sums, int chunks, int shares) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private int Width => PanelWidth(g, TVector.Count);

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
            int imageRoom = blocks.Room + FilterGradientTile.Rows;
            T* image = Workspace.OfThread<T>(imageRoom + Width + (block.Pixels * Width));
            T* maps = image + ((imageRoom + Width - 1) / Width * Width);
            bool narrow = Width == TVector.Count;
            int pixelStep = phase.SourceStepX * blocks.PixelStep;
            int rowStep = phase.SourceStepY * blocks.BlockColumns * blocks.PixelStep;
            blocks.CopySource(block, x, image);
            new Span<T>(image + blocks.Room, FilterGradientTile.Rows).Clear();
            for (int panel = firstPanel; panel < lastPanel; panel++)
            {
                int group = panel / PanelsInGroup;
                int first = panel % PanelsInGroup * Width;
                CopyMaps(block, (group * g.FiltersInGroup) + first, Math.Min(Width, g.FiltersInGroup - first), maps);
                T* to = own + ((long)panel * depth * Width);
                for (int i = 0; i < runCount; i++)
                {
                    T* from = image + runs[i].Offset + (group * g.ChannelsInGroup);
                    for (int at = 0; at < runs[i].Length; at += FilterGradientTile.Rows)
                    {
                        T* sum = to + ((long)at * Width);
                        int valid = Math.Min(FilterGradientTile.Rows, runs[i].Length - at);
                        if (narrow)
                        {
                            FilterGradientTile.RunNarrow<TVector, T>(from + at, pixelStep, rowStep, maps, block.Rows, block.Columns, sum, valid);
                        }
                        else
                        {
                            FilterGradientTile.Run<TVector, T>(from + at, pixelStep, rowStep, maps, block.Rows, block.Columns, sum, valid);
                        }
                    }

                    to += (long)runs[i].Length * Width;
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
        public void Run(int part)
        {
            int width = PanelWidth(g, TVector.Count);
            int inGroup = panels / g.Groups;
            int first = part % inGroup * width;
            int filtersHere = Math.Min(width, g.FiltersInGroup - first);
            T* to = filters + ((long)((part / inGroup * g.FiltersInGroup) + first) * depth);
            T* total = stackalloc T[width];
            for (int row = 0; row < depth; row++)
            {
                T* from = sums + (((long)part * depth) + row) * width;
                for (int i = 0; i < width; i += TVector.Count)
                {
                    TVector sum = TVector.Load(from + i);
                    for (int chunk = 1; chunk < chunks; chunk++)
                    {
                        sum += TVector.Load(from + i + ((long)chunk * panels * depth * width));
                    }

                    TVector.Store(sum, total + i);
                }

                // A row of sums is (place, channel); filters are [filter, channel, place].
                int place = (row % g.ChannelsInGroup * g.KernelArea) + (row / g.ChannelsInGroup);
                for (int filter = 0; filter < filtersHere; filter++)
                {
                    to[((long)filter * depth) + place] = total[filter];
                }
            }
        }
    }
}
