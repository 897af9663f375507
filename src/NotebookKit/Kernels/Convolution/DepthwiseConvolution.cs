using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Convolution, its transpose and the filters' gradient where each channel has one filter of its own.</summary>
/// <remarks>The blocks and phases of <see cref="DirectConvolution"/>, with a vector of channels in place of a product of channels.</remarks>
internal static unsafe class DepthwiseConvolution
{
    private const int PixelLimit = 512;
    private const int ChunkLimit = 16;

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

    /// <summary>filters = gradient for images x and maps y of any order of axes.</summary>
    public static void Gradient<T>(in ConvolutionGeometry g, ImageView<T> x, ImageView<T> y, T* filters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                Gradient<V512<T>, T>(g, x, y, filters);
                break;
            case SimdWidth.Bits256:
                Gradient<V256<T>, T>(g, x, y, filters);
                break;
            case SimdWidth.Bits128:
                Gradient<V128<T>, T>(g, x, y, filters);
                break;
            default:
                Gradient<Lane<T>, T>(g, x, y, filters);
                break;
        }
    }

    private static void Run<T>(in ConvolutionGeometry g, ConvolutionPhase phase, ImageView<T> source, T* filters, T* bias, T* result, (int Height, int Width) size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                Run<V512<T>, T>(g, phase, source, filters, bias, result, size);
                break;
            case SimdWidth.Bits256:
                Run<V256<T>, T>(g, phase, source, filters, bias, result, size);
                break;
            case SimdWidth.Bits128:
                Run<V128<T>, T>(g, phase, source, filters, bias, result, size);
                break;
            default:
                Run<Lane<T>, T>(g, phase, source, filters, bias, result, size);
                break;
        }
    }

    private static void Run<TVector, T>(
        in ConvolutionGeometry g, ConvolutionPhase phase, ImageView<T> source, T* filters, T* bias, T* result, (int Height, int Width) size)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int step = WholeVectors(g.Channels, TVector.Count);
        ConvolutionBlocks blocks = new(phase, g.Images, step, PixelLimit);
        T* packed = Workspace.Shared<T>(checked((phase.Taps.Length + 1) * step));
        new Span<T>(packed, (phase.Taps.Length + 1) * step).Clear();
        for (int channel = 0; channel < g.Channels; channel++)
        {
            packed[channel] = bias == null ? T.Zero : bias[channel];
            for (int tap = 0; tap < phase.Taps.Length; tap++)
            {
                packed[((tap + 1) * step) + channel] = filters[(channel * g.KernelArea) + (phase.Taps[tap].Row * g.KernelWidth) + phase.Taps[tap].Column];
            }
        }

        fixed (int* taps = OffsetsOf(phase, blocks))
        {
            BlockJob<TVector, T> job = new(g.Channels, phase, blocks, source, taps, packed, result, size);
            Fork.Run(blocks.Count, ref job);
        }
    }

    private static void Gradient<TVector, T>(in ConvolutionGeometry g, ImageView<T> x, ImageView<T> y, T* filters)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int step = WholeVectors(g.Channels, TVector.Count);
        ConvolutionPhase phase = ConvolutionPhase.Of(g);
        ConvolutionBlocks blocks = new(phase, g.Images, step, PixelLimit);
        int chunks = Math.Clamp(blocks.Count / 2, 1, ChunkLimit);
        int sums = checked(phase.Taps.Length * step);
        T* room = Workspace.Shared<T>(checked(chunks * sums));
        fixed (int* taps = OffsetsOf(phase, blocks))
        {
            ChunkJob<TVector, T> job = new(phase, blocks, x, y, taps, room, sums, chunks);
            Fork.Run(chunks, ref job);
        }

        for (int channel = 0; channel < g.Channels; channel++)
        {
            for (int tap = 0; tap < g.KernelArea; tap++)
            {
                T sum = room[(tap * step) + channel];
                for (int chunk = 1; chunk < chunks; chunk++)
                {
                    sum += room[(chunk * sums) + (tap * step) + channel];
                }

                filters[(channel * g.KernelArea) + tap] = sum;
            }
        }
    }

    private static int WholeVectors(int channels, int count) => (channels + count - 1) / count * count;

    private static int[] OffsetsOf(ConvolutionPhase phase, ConvolutionBlocks blocks) =>
        [.. phase.Taps.Select(tap => (((tap.OffsetY - blocks.FirstY) * blocks.BlockColumns) + tap.OffsetX - blocks.FirstX) * blocks.PixelStep)];

    /// <summary>Computes blocks of the result.</summary>
    private readonly struct BlockJob<TVector, T>(
        int channels, ConvolutionPhase phase, ConvolutionBlocks blocks, ImageView<T> source, int* taps, T* weights, T* result, (int Height, int Width) size) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            ConvolutionBlock block = blocks[part];
            int step = blocks.PixelStep;
            T* from = Workspace.OfThread<T>(blocks.Room + (DepthwiseTile.Pixels * step));
            T* four = from + blocks.Room;
            blocks.CopySource(block, source, from);
            int* at = stackalloc int[DepthwiseTile.Pixels];
            for (int row = 0; row < block.Rows; row++)
            {
                long resultRow = (((long)block.Image * size.Height) + phase.TargetY + ((block.Row + row) * phase.TargetStepY)) * size.Width;
                for (int column = 0; column < block.Columns; column += DepthwiseTile.Pixels)
                {
                    for (int i = 0; i < DepthwiseTile.Pixels; i++)
                    {
                        int real = Math.Min(column + i, block.Columns - 1);
                        at[i] = ((row * phase.SourceStepY * blocks.BlockColumns) + (real * phase.SourceStepX)) * step;
                    }

                    if (channels == step && column + DepthwiseTile.Pixels <= block.Columns)
                    {
                        long first = resultRow + phase.TargetX + ((block.Column + column) * phase.TargetStepX);
                        DepthwiseTile.Run<TVector, T>(taps, phase.Taps.Length, from, at, weights, step, result + (first * channels), phase.TargetStepX * channels);
                        continue;
                    }

                    DepthwiseTile.Run<TVector, T>(taps, phase.Taps.Length, from, at, weights, step, four, step);
                    for (int i = 0; i < Math.Min(DepthwiseTile.Pixels, block.Columns - column); i++)
                    {
                        long pixel = resultRow + phase.TargetX + ((block.Column + column + i) * phase.TargetStepX);
                        new ReadOnlySpan<T>(four + (i * step), channels).CopyTo(new Span<T>(result + (pixel * channels), channels));
                    }
                }
            }
        }
    }

    /// <summary>Adds up the gradient over a chunk of the blocks.</summary>
    private readonly struct ChunkJob<TVector, T>(
        ConvolutionPhase phase, ConvolutionBlocks blocks, ImageView<T> x, ImageView<T> y, int* taps, T* sums, int sumsInChunk, int chunks) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            int step = blocks.PixelStep;
            T* own = sums + ((long)part * sumsInChunk);
            new Span<T>(own, sumsInChunk).Clear();
            int last = (int)((long)blocks.Count * (part + 1) / chunks);
            for (int number = (int)((long)blocks.Count * part / chunks); number < last; number++)
            {
                ConvolutionBlock block = blocks[number];
                T* image = Workspace.OfThread<T>(blocks.Room + (Math.Max(1, block.Columns) * step));
                T* maps = image + blocks.Room;
                blocks.CopySource(block, x, image);
                for (int row = 0; row < block.Rows; row++)
                {
                    y.CopyChannels(block.Image, block.Row + row, block.Column, block.Columns, 0, y.Channels, maps, step);
                    T* from = image + ((long)row * phase.SourceStepY * blocks.BlockColumns * step);
                    for (int tap = 0; tap < phase.Taps.Length; tap++)
                    {
                        DepthwiseTile.AddRow<TVector, T>(from + taps[tap], phase.SourceStepX * step, maps, block.Columns, step, own + (tap * step));
                    }
                }
            }
        }
    }
}
