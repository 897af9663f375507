using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Convolution and its transpose straight from the image: no matrix of windows is ever written.</summary>
/// <remarks>
/// The result's pixels are cut into blocks. A block's source is copied with its margin of zeros, so that the inner loop asks
/// nothing about borders; of a channels-last image only borders are, and where no tap leaves it, it is read in place. Then each panel of packed weights, two
/// or four vectors wide, meets the pixels six by six (<see cref="ConvolutionTile"/>, <see cref="WideConvolutionTile"/>), slice by slice of its
/// depth; few result channels take <see cref="PlanarConvolution"/> or, where that does not pay, <see cref="NarrowConvolutionTile"/>. Each number is
/// summed in the order of the taps by one thread. Single-precision 3x3 filters of many channels take <see cref="WinogradConvolution"/>
/// instead, to the same numbers with a quarter of the multiplications, and wide ones that step by two, as at the entrance of residual networks, <see cref="WinogradRows"/>, with half of them.
/// </remarks>
internal static unsafe partial class DirectConvolution
{
    // Weights of a slice and of one panel: 16 KB in AVX2, half of the first-level cache.
    private const int SliceLimit = 256;

    // The same for panels of four vectors, whose weights come fast enough from the second level: 256 KB.
    private const int WideSliceLimit = 1024;

    // Most pixels in a block whose source is copied: smaller, so that no thread waits long for another's last one.
    private const int CopiedPixels = 680;

    // Tiles between asking for memory and using it.
    private const int Ahead = 2;

    /// <summary>Maps y of images x; y is channels last, <paramref name="bias"/> may be null.</summary>
    public static void Forward<T>(in ConvolutionGeometry g, ImageView<T> x, T* filters, T* bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(
            new ConvolutionSides(g.Images, g.Groups, g.ChannelsInGroup, g.FiltersInGroup, g.MapHeight, g.MapWidth), ConvolutionPhase.Of(g).Alone, x, FilterView<T>.Of(g, filters), bias, y);

    /// <summary>Images x of maps y, the transposed convolution; x is channels last, <paramref name="bias"/> may be null.</summary>
    public static void Transposed<T>(in ConvolutionGeometry g, ImageView<T> y, T* filters, T* bias, T* x)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(
            new ConvolutionSides(g.Images, g.Groups, g.FiltersInGroup, g.ChannelsInGroup, g.Height, g.Width), ConvolutionPhase.OfTransposed(g), y, FilterView<T>.Transposed(g, filters), bias, x);

    private static void Run<T>(ConvolutionSides sides, ConvolutionPhase[] phases, ImageView<T> source, FilterView<T> filters, T* bias, T* result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                Run<V512<T>, T>(sides, phases, source, filters, bias, result);
                break;
            case SimdWidth.Bits256:
                Run<V256<T>, T>(sides, phases, source, filters, bias, result);
                break;
            case SimdWidth.Bits128:
                Run<V128<T>, T>(sides, phases, source, filters, bias, result);
                break;
            default:
                Run<Lane<T>, T>(sides, phases, source, filters, bias, result);
                break;
        }
    }

    private static void Run<TVector, T>(ConvolutionSides sides, ConvolutionPhase[] phases, ImageView<T> source, FilterView<T> filters, T* bias, T* result)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (sides.ResultChannels == 0)
        {
            return;
        }

        if (PlanarConvolution.Pays(sides, phases, TVector.Count))
        {
            PlanarConvolution.Run<TVector, T>(sides, phases, source, filters, bias, result);
            return;
        }

        foreach (ConvolutionPhase phase in phases)
        {
            Run<TVector, T>(sides, phase, source, filters, bias, result);
        }
    }

    private static void Run<TVector, T>(ConvolutionSides sides, ConvolutionPhase phase, ImageView<T> source, FilterView<T> filters, T* bias, T* result)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (WinogradTiles.Pay<T>(sides, phase))
        {
            WinogradConvolution.Run<TVector, T>(sides, phase, source, filters, bias, result);
            return;
        }

        if (WinogradRows.Pays<T>(sides, phase))
        {
            WinogradRows.Run<TVector, T>(sides, phase, source, filters, bias, result);
            return;
        }

        if (phase.Rows == 0 || phase.Columns == 0 || sides.Images == 0)
        {
            return;
        }

        int width = sides.WidePanelWidth(TVector.Count, TVector.Count * sizeof(T));
        int panels = sides.Groups * sides.PanelsInGroup(width);
        int panelSize = checked(((phase.Taps.Length * sides.SourceInGroup) + 1) * width);
        T* packed = Workspace.Shared<T>(checked(panels * panelSize));
        PackJob<TVector, T> pack = new(sides, phase.Taps, filters, bias, packed, panels, panelSize);
        Fork.Run(pack.Parts, ref pack);
        bool wide = width > 2 * TVector.Count;
        foreach (ConvolutionPhase part in source.IsChannelsLast ? phase.CutAtBorders(source.Height, source.Width) : phase.Alone)
        {
            bool inPlace = source.IsChannelsLast && part.LiesInside(source.Height, source.Width);
            ConvolutionBlocks blocks = new(part, sides.Images, source.Channels, inPlace ? ConvolutionBlocks.PixelLimit : CopiedPixels, join: inPlace);
            TapRuns runs = TapRuns.Of(part, blocks, inPlace ? source.Width : blocks.BlockColumns, sides.SourceInGroup, wide ? WideSliceLimit : SliceLimit, wide ? width : 0, wide && inPlace ? part.SourceStepX * blocks.PixelStep : 0);
            fixed (TapRun* run = runs.All)
            fixed (TapOffset* offsets = runs.Offsets)
            {
                BlockJob<TVector, T> job = new(sides, part, blocks, source, inPlace, runs, run, offsets, packed, panelSize, result);
                Fork.Run(blocks.Count, ref job);
            }
        }
    }

    /// <summary>Computes blocks of the result.</summary>
    private readonly struct BlockJob<TVector, T>(
        ConvolutionSides sides, ConvolutionPhase phase, ConvolutionBlocks blocks, ImageView<T> source, bool inPlace, TapRuns runs, TapRun* run, TapOffset* offsets, T* packed, int panelSize, T* result) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            ConvolutionBlock block = blocks[part];
            if (block.Pixels == 0)
            {
                return;
            }

            T* from;
            if (inPlace)
            {
                from = source.Pixel(block.Image, (block.Row * phase.SourceStepY) + blocks.FirstY, (block.Column * phase.SourceStepX) + blocks.FirstX);
            }
            else
            {
                from = Workspace.OfThread<T>(blocks.Room);
                blocks.CopySource(block, source, from);
            }

            int* sourceAt = stackalloc int[ConvolutionBlocks.PixelLimit + NarrowConvolutionTile.Pixels];
            int* resultAt = stackalloc int[ConvolutionBlocks.PixelLimit + NarrowConvolutionTile.Pixels];
            Locate(block, sourceAt, resultAt);
            T* to = result + ((long)block.Image * sides.ResultHeight * sides.ResultWidth * sides.ResultChannels);
            bool even = inPlace && runs.All.Length == runs.Slices && IsEven(block);
            int width = sides.WidePanelWidth(TVector.Count, TVector.Count * sizeof(T));
            int inGroup = sides.PanelsInGroup(width);
            for (int group = 0; group < sides.Groups; group++)
            {
                for (int panel = 0; panel < inGroup; panel++)
                {
                    Panel(
                        from + (group * sides.SourceInGroup),
                        sourceAt,
                        packed + ((long)((group * inGroup) + panel) * panelSize),
                        to + (group * sides.ResultInGroup) + (panel * width),
                        resultAt,
                        block.Pixels,
                        Math.Min(width, sides.ResultInGroup - (panel * width)),
                        even);
                }
            }
        }

        // Whether from each pixel it is as far to the next, in the source and in the result.
        private bool IsEven(ConvolutionBlock block) =>
            phase.SourceStepX == 1 && phase.TargetStepX == 1
            && ((block.Images == 1 && block.Rows == 1)
                || (block.Columns == source.Width && phase.SourceStepY == 1 && block.Columns == sides.ResultWidth && phase.TargetStepY == 1
                    && (block.Images == 1 || (block.Rows == source.Height && block.Rows == sides.ResultHeight && source.ImageStep == source.Height * source.Width * source.Channels))));

        private void Panel(T* from, int* sourceAt, T* weights, T* to, int* resultAt, int pixels, int width, bool even)
        {
            int panelWidth = sides.WidePanelWidth(TVector.Count, TVector.Count * sizeof(T));
            bool narrow = panelWidth == TVector.Count;
            int step = narrow ? NarrowConvolutionTile.Pixels : ConvolutionTile.Pixels;
            T* bias = weights;
            weights += panelWidth;
            for (int slice = 0; slice < runs.Slices; slice++)
            {
                (int first, int count) = runs.Slice(slice);
                T* begin = slice == 0 ? bias : null;
                int done = 0;
                if (even && width == WideConvolutionTile.Vectors * TVector.Count)
                {
                    int tiles = pixels / WidePointwise.Pixels;
                    WidePointwise.Run<TVector, T>(from + sourceAt[0] + run[first].Offset, blocks.PixelStep, run[first].Length, weights + ((nint)run[first].Weight * panelWidth), begin, to + resultAt[0], sides.ResultChannels, tiles);
                    done = tiles * WidePointwise.Pixels;
                }

                for (int pixel = done; pixel < pixels; pixel += step)
                {
                    int here = Math.Min(step, pixels - pixel);
                    if (slice == 0 && panelWidth <= 2 * TVector.Count)
                    {
                        AskFor(from, sourceAt, to, resultAt, Math.Min(pixel + (Ahead * step), pixels), Math.Min(pixel + ((Ahead + 1) * step), pixels), width);
                    }

                    if (narrow)
                    {
                        NarrowConvolutionTile.Run<TVector, T>(run + first, count, from, sourceAt + pixel, weights, to, resultAt + pixel, begin, here, width);
                    }
                    else if (panelWidth > 2 * TVector.Count)
                    {
                        AskForResult(to, resultAt, pixel, pixel + here, width);
                        int start = slice * runs.SliceDepth;
                        T* ahead = from + sourceAt[Math.Min(pixel + (Ahead * step), pixels - 1)];
                        WideConvolutionTile.Run<TVector, T>(
                            offsets + start, Math.Min(runs.SliceDepth, runs.Depth - start), from, sourceAt + pixel, ahead, weights, to, resultAt + pixel, begin, here, width);
                    }
                    else
                    {
                        ConvolutionTile.Run<TVector, T>(run + first, count, from, sourceAt + pixel, weights, to, resultAt + pixel, begin, here, width);
                    }
                }
            }
        }

        private static void AskForResult(T* to, int* resultAt, int pixel, int until, int width)
        {
            for (; pixel < until; pixel++)
            {
                Prefetch.Numbers(to + resultAt[pixel], width);
            }
        }

        // What a tile to come reads for the first time, where it is read in place, and what it writes.
        private void AskFor(T* from, int* sourceAt, T* to, int* resultAt, int pixel, int until, int width)
        {
            int step = phase.SourceStepX * blocks.PixelStep;
            for (; pixel < until; pixel++)
            {
                Prefetch.Numbers(to + resultAt[pixel], width);
                for (int i = 0; inPlace && i < runs.All.Length; i++)
                {
                    Prefetch.Numbers(from + sourceAt[pixel] + run[i].Offset, Math.Min(run[i].Length, step));
                }
            }
        }

        // Where the source of each pixel begins in the block and its result in the image; the last one repeats to fill a tile.
        private void Locate(ConvolutionBlock block, int* sourceAt, int* resultAt)
        {
            int columns = inPlace ? source.Width : blocks.BlockColumns;
            int resultImage = sides.ResultHeight * sides.ResultWidth * sides.ResultChannels;
            int at = 0;
            for (int image = 0; image < block.Images; image++)
            {
                for (int row = 0; row < block.Rows; row++)
                {
                    int sourceRow = row * phase.SourceStepY * columns;
                    int resultRow = (phase.TargetY + ((block.Row + row) * phase.TargetStepY)) * sides.ResultWidth;
                    for (int column = 0; column < block.Columns; column++, at++)
                    {
                        sourceAt[at] = (image * source.ImageStep) + ((sourceRow + (column * phase.SourceStepX)) * blocks.PixelStep);
                        resultAt[at] = (image * resultImage) + ((resultRow + phase.TargetX + ((block.Column + column) * phase.TargetStepX)) * sides.ResultChannels);
                    }
                }
            }

            for (int i = 0; i < NarrowConvolutionTile.Pixels; i++)
            {
                sourceAt[at + i] = sourceAt[at - 1];
                resultAt[at + i] = resultAt[at - 1];
            }
        }
    }
}
