using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Convolution and its transpose where each channel has one filter of its own.</summary>
/// <remarks>
/// The blocks and phases of <see cref="DirectConvolution"/>, with a vector of channels in place of a product of channels. Nine products a number are little
/// work, so what counts is that images are read where they lie and each result is written once; see <see cref="DepthwiseSource{T}"/>.
/// </remarks>
internal static unsafe class DepthwiseConvolution
{
    /// <summary>Most pixels in a block.</summary>
    public const int PixelLimit = 512;

    /// <summary>Maps y of images x; y is channels last, <paramref name="bias"/> may be null.</summary>
    public static void Forward<T>(in ConvolutionGeometry g, ImageView<T> x, T* filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(g, ConvolutionPhase.Of(g), x, filters, bias, y, (g.MapHeight, g.MapWidth));

    /// <summary>Images x of maps y; x is channels last, <paramref name="bias"/> may be null.</summary>
    public static void Transposed<T>(in ConvolutionGeometry g, ImageView<T> y, T* filters, T* bias, T* x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ConvolutionPhase phase in ConvolutionPhase.OfTransposed(g))
        {
            Run(g, phase, y, filters, bias, x, (g.Height, g.Width));
        }
    }

    private static void Run<T>(in ConvolutionGeometry g, ConvolutionPhase phase, ImageView<T> source, T* filters, T* bias, T* result, (int Height, int Width) size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* packed = Workspace.Shared<T>(checked((phase.Taps.Length + 1) * g.Channels));
        for (int channel = 0; channel < g.Channels; channel++)
        {
            packed[channel] = bias == null ? T.Zero : bias[channel];
            for (int tap = 0; tap < phase.Taps.Length; tap++)
            {
                packed[((tap + 1) * g.Channels) + channel] = filters[(channel * g.KernelArea) + (phase.Taps[tap].Row * g.KernelWidth) + phase.Taps[tap].Column];
            }
        }

        ConvolutionBlocks blocks = new(phase, g.Images, g.Channels, PixelLimit);
        DepthwiseSource<T> read = new(source, phase, blocks);
        fixed (int* taps = read.Offsets())
        {
            BlockJob<T> job = new(g.Channels, phase, blocks, read, taps, packed, result, size);
            Fork.Run(blocks.Count, ref job);
        }
    }

    /// <summary>Computes blocks of the result.</summary>
    private readonly struct BlockJob<T>(
        int channels,
        ConvolutionPhase phase,
        ConvolutionBlocks blocks,
        DepthwiseSource<T> source,
        int* taps,
        T* weights,
        T* result,
        (int Height, int Width) size) : IForkBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly bool inThrees = DepthwiseThree.Fits(phase);

        public void Run(int part)
        {
            switch (Wide.WidthFilledBy<T>(channels))
            {
                case SimdWidth.Bits512:
                    Block<V512<T>>(blocks[part]);
                    break;
                case SimdWidth.Bits256:
                    Block<V256<T>>(blocks[part]);
                    break;
                case SimdWidth.Bits128:
                    Block<V128<T>>(blocks[part]);
                    break;
                default:
                    Block<Lane<T>>(blocks[part]);
                    break;
            }
        }

        private void Block<TVector>(ConvolutionBlock block)
            where TVector : struct, ISimd<TVector, T>
        {
            DepthwiseArea<T> area = source.Of(block, Workspace.OfThread<T>(source.Room));
            (int First, int End) whole = source.ColumnsInside(area, block);
            (int first, int end) = inThrees && whole.End > whole.First ? DepthwiseThree.WithEdges(whole, block.Columns) : whole;
            int* chosen = stackalloc int[phase.Taps.Length];
            nint pixelStep = source.PixelStep, resultStep = phase.TargetStepX * channels;
            if (end - first < DepthwiseTile.LeastPixels)
            {
                end = first;
            }

            for (int row = block.Row; row < block.Row + block.Rows; row++)
            {
                (int First, int End) inside = source.TapsInside(area, row);
                T* from = area.Pixel(row * phase.SourceStepY, block.Column * phase.SourceStepX, source.RowStep, channels);
                long pixel = (((((long)block.Image * size.Height) + phase.TargetY + (row * phase.TargetStepY)) * size.Width) + phase.TargetX) + (block.Column * phase.TargetStepX);
                T* to = result + (pixel * channels);
                T* own = weights + ((nint)(inside.First + 1) * channels);
                int pixels;
                for (int column = first; column < end; column += pixels)
                {
                    // Not so many that too few are left for the last tile.
                    int left = end - column;
                    pixels = left <= DepthwiseTile.MostPixels ? left : Math.Min(DepthwiseTile.MostPixels, left - DepthwiseTile.LeastPixels);
                    int second = pixels - DepthwiseTile.LeastPixels;
                    if (inThrees)
                    {
                        DepthwiseThree.Run<TVector, T>(
                            taps + inside.First,
                            inside.End - inside.First,
                            from + (column * pixelStep),
                            weights,
                            own,
                            channels,
                            to + (column * resultStep),
                            resultStep,
                            second,
                            column < whole.First,
                            column + pixels > whole.End);
                        continue;
                    }

                    DepthwiseTile.Run<TVector, T>(
                        taps + inside.First, inside.End - inside.First, from + (column * pixelStep), pixelStep, weights, own, channels, to + (column * resultStep), resultStep, second);
                }

                Edge<TVector>(area, inside, block.Column, 0, first, chosen, from, to);
                Edge<TVector>(area, inside, block.Column, end, block.Columns, chosen, from, to);
            }
        }

        // Pixels one by one, with the taps that look into the area.
        private void Edge<TVector>(in DepthwiseArea<T> area, (int First, int End) inside, int left, int first, int end, int* chosen, T* from, T* to)
            where TVector : struct, ISimd<TVector, T>
        {
            for (int column = first; column < end; column++)
            {
                int count = source.TapsInside(area, inside, left + column, chosen);
                DepthwiseTile.RunOne<TVector, T>(
                    taps,
                    chosen,
                    count,
                    from + ((nint)column * source.PixelStep),
                    weights,
                    weights + channels,
                    channels,
                    to + ((nint)column * phase.TargetStepX * channels));
            }
        }
    }
}
