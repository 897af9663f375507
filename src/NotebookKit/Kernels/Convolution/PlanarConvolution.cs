using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Convolution to few result channels: a vector holds neighbouring pixels of a row instead of channels of a pixel.</summary>
/// <remarks>
/// Six maps fill six of sixteen numbers of a vector of channels, the gradient of a grey image one; sixteen neighbouring pixels fill it
/// all. So the source of a band of rows is copied plane by plane with its margin of zeros; a tap of a channel then lies the same
/// distance from every pixel, and vectors of pixels meet the weights of three filters at a time (<see cref="PlanarTile"/>). At the end the
/// planes of the result become channels last. The phases of a transposed convolution share a band's copy. Each number is summed
/// in the order of channels and taps by one thread.
/// </remarks>
internal static unsafe class PlanarConvolution
{
    // Fewer taps do not carry the turning of the source into planes.
    private const int FewestTaps = 4;

    /// <summary>Whether this is the faster way: neighbouring pixels look at neighbouring pixels, and vectors of them are at least twice as full as vectors of channels.</summary>
    public static bool Pays(ConvolutionSides sides, ConvolutionPhase[] phases, int count)
    {
        int taps = 0;
        foreach (ConvolutionPhase phase in phases)
        {
            int vectors = (phase.Columns + count - 1) / count;
            if (phase.SourceStepX != 1 || 2 * Padded(sides.ResultInGroup) * vectors > phase.Columns)
            {
                return false;
            }

            taps += phase.Taps.Length;
        }

        return sides.Groups == 1 && count > 1 && taps >= FewestTaps;
    }

    /// <summary>The result, channels last, of all phases; <paramref name="bias"/> may be null.</summary>
    public static void Run<TVector, T>(ConvolutionSides sides, ConvolutionPhase[] phases, ImageView<T> source, FilterView<T> filters, T* bias, T* result)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PlanarBands bands = new(phases, sides.Images, sides.SourceInGroup, TVector.Count);
        int depths = 0, weights = 0;
        foreach (ConvolutionPhase phase in phases)
        {
            int depth = phase.Taps.Length * sides.SourceInGroup;
            depths = checked(depths + depth);
            weights = checked(weights + ((depth + 1) * Padded(sides.ResultInGroup)));
        }

        T* packed = Workspace.Shared<T>(checked(weights + depths));
        int* offsets = (int*)(packed + weights);
        Pack(sides, phases, bands, filters, bias, packed, offsets);
        BandJob<TVector, T> job = new(sides, phases, bands, source, packed, offsets, result);
        Fork.Run(bands.Count, ref job);
    }

    // Filters with those of zeros that fill the last three; a lone last one stays alone.
    private static int Padded(int filters) => filters % PlanarTile.Filters == PlanarTile.Filters - 1 ? filters + 1 : filters;

    // Phase by phase: for each share of filters its bias and weights, [channel][tap][filter]; and where each channel and tap lies.
    private static void Pack<T>(ConvolutionSides sides, ConvolutionPhase[] phases, PlanarBands bands, FilterView<T> filters, T* bias, T* weights, int* offsets)
        where T : unmanaged
    {
        foreach (ConvolutionPhase phase in phases)
        {
            int width;
            for (int first = 0; first < sides.ResultInGroup; first += width)
            {
                width = FiltersTogether(sides.ResultInGroup - first);
                int exist = Math.Min(width, sides.ResultInGroup - first);
                for (int filter = 0; filter < width; filter++)
                {
                    weights[filter] = bias != null && filter < exist ? bias[first + filter] : default;
                }

                weights += width;
                for (int channel = 0; channel < sides.SourceInGroup; channel++, weights += phase.Taps.Length * width)
                {
                    filters.Pack(0, phase.Taps, channel, 1, first, exist, width, weights);
                }
            }

            for (int channel = 0; channel < sides.SourceInGroup; channel++)
            {
                foreach (Tap tap in phase.Taps)
                {
                    *offsets++ = (channel * bands.PlaneStep) + ((tap.OffsetY - bands.FirstY) * bands.SourceColumns) + tap.OffsetX - bands.FirstX;
                }
            }
        }
    }

    private static int FiltersTogether(int left) => left == 1 ? 1 : PlanarTile.Filters;

    /// <summary>Computes bands of rows.</summary>
    private readonly struct BandJob<TVector, T>(
        ConvolutionSides sides, ConvolutionPhase[] phases, PlanarBands bands, ImageView<T> source, T* packed, int* offsets, T* result) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private int ResultStep => bands.Vectors * TVector.Count;

        public void Run(int part)
        {
            int planes = (bands.SourceRoom + 15) / 16 * 16;
            T* from = Workspace.OfThread<T>(checked(planes + (Padded(sides.ResultInGroup) * ResultStep)));
            T* sums = from + planes;
            (int image, int firstRow) = (bands.Image(part), bands.FirstRow(part));
            source.CopyPlanes(image, (firstRow * bands.StepY) + bands.FirstY, bands.SourceRows, bands.FirstX, bands.SourceColumns, from, bands.PlaneStep);
            int* sourceAt = stackalloc int[bands.Vectors];
            T* weights = packed;
            int* looks = offsets;
            foreach (ConvolutionPhase phase in phases)
            {
                int rows = Math.Clamp(phase.Rows - firstRow, 0, bands.Rows);
                int depth = phase.Taps.Length * sides.SourceInGroup;
                int vectors = Locate(phase, rows, sourceAt);
                Multiply(vectors, looks, depth, from, sourceAt, weights, sums);
                Write(phase, image, firstRow, rows, sums);
                weights += (depth + 1) * Padded(sides.ResultInGroup);
                looks += depth;
            }
        }

        // Where the source of each vector begins; the last one repeats to fill a tile.
        private int Locate(ConvolutionPhase phase, int rows, int* sourceAt)
        {
            int vectors = 0;
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < phase.Columns; column += TVector.Count)
                {
                    sourceAt[vectors++] = (row * bands.StepY * bands.SourceColumns) + column;
                }
            }

            for (int i = 0; i < PlanarTile.MostVectors && vectors > 0; i++)
            {
                sourceAt[vectors + i] = sourceAt[vectors - 1];
            }

            return vectors;
        }

        private void Multiply(int vectors, int* looks, int depth, T* from, int* sourceAt, T* weights, T* sums)
        {
            int together;
            for (int first = 0; first < sides.ResultInGroup; first += together)
            {
                together = FiltersTogether(sides.ResultInGroup - first);
                int step = PlanarTile.Vectors<TVector, T>(together);
                for (int vector = 0; vector < vectors; vector += step)
                {
                    PlanarTile.Run<TVector, T>(
                        together, looks, depth, from, sourceAt + vector, weights, sums + ((long)first * ResultStep) + (vector * TVector.Count), ResultStep);
                }

                weights += (depth + 1) * together;
            }
        }

        // Planes become channels of pixels.
        private void Write(ConvolutionPhase phase, int image, int firstRow, int rows, T* sums)
        {
            int channels = sides.ResultInGroup;
            int rowStep = (phase.Columns + TVector.Count - 1) / TVector.Count * TVector.Count;
            for (int row = 0; row < rows; row++, sums += rowStep)
            {
                long at = ((long)image * sides.ResultHeight) + phase.TargetY + ((firstRow + row) * phase.TargetStepY);
                T* to = result + (((at * sides.ResultWidth) + phase.TargetX) * channels);
                if (phase.TargetStepX == 1)
                {
                    Packing.Pack(new MatrixView<T>(sums, 1, ResultStep), phase.Columns, channels, channels, to);
                    continue;
                }

                int pixelStep = phase.TargetStepX * channels;
                for (int channel = 0; channel < channels; channel++)
                {
                    T* plane = sums + ((long)channel * ResultStep);
                    for (int column = 0; column < phase.Columns; column++)
                    {
                        to[channel + ((long)column * pixelStep)] = plane[column];
                    }
                }
            }
        }
    }
}
