using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The gradient of filters that each belong to one channel: the sum over all pixels of what each tap saw times the map's gradient.</summary>
/// <remarks>
/// The pixels are cut into at most 16 chunks, whatever the number of threads; each adds up sums of its own, which are then added in order. Images and
/// maps are read where they lie, as in <see cref="DepthwiseConvolution"/>.
/// </remarks>
internal static unsafe class DepthwiseGradient
{
    private const int ChunkLimit = 16;
    private const int TapsAtOnce = 3;

    /// <summary>filters = gradient for images x and maps y of any order of axes.</summary>
    public static void Run<T>(in ConvolutionGeometry g, ImageView<T> x, ImageView<T> y, T* filters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Wide.WidthFilledBy<T>(g.Channels))
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

    private static void Run<TVector, T>(in ConvolutionGeometry g, ImageView<T> x, ImageView<T> y, T* filters)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int step = (g.Channels + TVector.Count - 1) / TVector.Count * TVector.Count;
        ConvolutionPhase phase = ConvolutionPhase.Of(g);
        ConvolutionBlocks blocks = new(phase, g.Images, g.Channels, DepthwiseConvolution.PixelLimit);
        int chunks = Math.Clamp(blocks.Count / 2, 1, ChunkLimit);
        int sums = checked(phase.Taps.Length * step);
        T* room = Workspace.Shared<T>(checked(chunks * sums));
        DepthwiseSource<T> read = new(x, phase, blocks);
        fixed (int* taps = read.Offsets())
        {
            ChunkJob<TVector, T> job = new(phase, blocks, read, y, taps, room, step, chunks);
            Fork.Run(chunks, ref job);
        }

        for (int channel = 0; channel < g.Channels; channel++)
        {
            // The last vector stands in a place of its own, though it may begin before the one before it ends.
            int slot = channel < step - TVector.Count ? channel : channel - g.Channels + step;
            for (int tap = 0; tap < g.KernelArea; tap++)
            {
                T sum = room[(tap * step) + slot];
                for (int chunk = 1; chunk < chunks; chunk++)
                {
                    sum += room[((nint)chunk * sums) + (tap * step) + slot];
                }

                filters[(channel * g.KernelArea) + tap] = sum;
            }
        }
    }

    /// <summary>Adds up the gradient over a chunk of the blocks.</summary>
    private readonly struct ChunkJob<TVector, T>(
        ConvolutionPhase phase, ConvolutionBlocks blocks, DepthwiseSource<T> source, ImageView<T> y, int* taps, T* room, int step, int chunks) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly bool inThrees = DepthwiseThree.Fits(phase);

        public void Run(int part)
        {
            int sums = phase.Taps.Length * step;
            T* own = room + ((nint)part * sums);
            new Span<T>(own, sums).Clear();
            int last = (int)((long)blocks.Count * (part + 1) / chunks);
            for (int number = (int)((long)blocks.Count * part / chunks); number < last; number++)
            {
                Block(blocks[number], own);
            }
        }

        private void Block(ConvolutionBlock block, T* own)
        {
            int channels = y.Channels;
            T* room = Workspace.OfThread<T>(source.Room + (y.IsChannelsLast ? 0 : block.Columns * channels));
            DepthwiseArea<T> area = source.Of(block, room);
            (int First, int End) whole = source.ColumnsInside(area, block);
            (int first, int end) = inThrees && whole.End > whole.First ? DepthwiseThree.WithEdges(whole, block.Columns) : whole;
            int* chosen = stackalloc int[phase.Taps.Length];
            for (int row = block.Row; row < block.Row + block.Rows; row++)
            {
                T* maps = room + source.Room;
                if (y.IsChannelsLast)
                {
                    maps = y.Pixel(block.Image, row, block.Column);
                }
                else
                {
                    y.CopyChannels(block.Image, row, block.Column, block.Columns, 0, channels, maps, channels);
                }

                T* from = area.Pixel(row * phase.SourceStepY, block.Column * phase.SourceStepX, source.RowStep, channels);
                (int First, int End) inside = source.TapsInside(area, row);
                for (int tap = inside.First; tap < inside.End; tap++)
                {
                    chosen[tap - inside.First] = tap;
                }

                if (inThrees)
                {
                    nint start = (nint)first * channels;
                    for (int tap = inside.First; tap < inside.End && first < end; tap += DepthwiseThree.Taps)
                    {
                        T* sees = from + start + taps[tap];
                        T* later = tap == inside.First ? maps + start + (block.Columns * channels) : sees + source.RowStep;
                        DepthwiseThree.AddRow<TVector, T>(
                            sees, maps + start, end - first, channels, own + (tap * step), step, first < whole.First, end > whole.End, later);
                    }
                }
                else
                {
                    Add(from, maps, first, end - first, chosen, inside.End - inside.First, own);
                }

                Edge(area, inside, block.Column, 0, first, chosen, from, maps, own);
                Edge(area, inside, block.Column, end, block.Columns, chosen, from, maps, own);
            }
        }

        // Pixels one by one, with the taps that look into the area.
        private void Edge(in DepthwiseArea<T> area, (int First, int End) inside, int left, int first, int end, int* chosen, T* from, T* maps, T* own)
        {
            for (int column = first; column < end; column++)
            {
                Add(from, maps, column, 1, chosen, source.TapsInside(area, inside, left + column, chosen), own);
            }
        }

        // Three taps at a time; where fewer are left the last one takes the other places too, and adds the same to the same.
        private void Add(T* from, T* maps, int column, int columns, int* chosen, int count, T* own)
        {
            from += (nint)column * source.PixelStep;
            maps += (nint)column * y.Channels;
            for (int i = 0; i < count && columns > 0; i += TapsAtOnce)
            {
                int a = chosen[i], b = chosen[Math.Min(i + 1, count - 1)], c = chosen[Math.Min(i + 2, count - 1)];
                DepthwiseTile.AddRow<TVector, T>(
                    from + taps[a],
                    from + taps[b],
                    from + taps[c],
                    source.PixelStep,
                    maps,
                    columns,
                    y.Channels,
                    own + (a * step),
                    own + (b * step),
                    own + (c * step));
            }
        }
    }
}
