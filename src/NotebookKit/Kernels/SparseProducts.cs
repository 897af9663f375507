using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The places of a sparse matrix as arrays: see <c>SparseRows</c> of the connections.</summary>
/// <param name="Starts">Where each row begins, and the end.</param>
/// <param name="Columns">The column of each place.</param>
/// <param name="Places">Where the weight of each place lies; null for one after the other.</param>
internal readonly record struct SparsePlaces(int[] Starts, int[] Columns, int[]? Places)
{
    /// <summary>How many rows.</summary>
    public int Rows => Starts.Length - 1;
}

/// <summary>Products with a sparse matrix that touch its weights only, many samples of the batch at once.</summary>
/// <remarks>
/// Samples are turned around in panels of some vectors' width, so that a number of a feature is followed by the same feature of the
/// next samples: a weight is then read once for a whole panel. A result is added up by one part alone and in the order of
/// the connections, so it has the same bits for any number of threads.
/// </remarks>
internal static unsafe class SparseProducts
{
    private const int SamplesAtOnce = 1024;
    private const int RowsInPart = 32;
    private const int FeaturesInPart = 512;

    /// <summary>y[n, j] = bias[j] + sum over the places k of row j of weights[k] x[n, column of k].</summary>
    public static void Product<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, in SparsePlaces places, int batch, int columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                ProductLoop<V512<T>, T>(x, weights, bias, places, batch, columns, y);
                break;
            case SimdWidth.Bits256:
                ProductLoop<V256<T>, T>(x, weights, bias, places, batch, columns, y);
                break;
            case SimdWidth.Bits128:
                ProductLoop<V128<T>, T>(x, weights, bias, places, batch, columns, y);
                break;
            default:
                ProductLoop<Lane<T>, T>(x, weights, bias, places, batch, columns, y);
                break;
        }
    }

    /// <summary>gradient[k] = sum over n of left[n, row of k] right[n, column of k].</summary>
    public static void Weights<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, in SparsePlaces places, int batch, int columns, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                WeightsLoop<V512<T>, T>(left, right, places, batch, columns, gradient);
                break;
            case SimdWidth.Bits256:
                WeightsLoop<V256<T>, T>(left, right, places, batch, columns, gradient);
                break;
            case SimdWidth.Bits128:
                WeightsLoop<V128<T>, T>(left, right, places, batch, columns, gradient);
                break;
            default:
                WeightsLoop<Lane<T>, T>(left, right, places, batch, columns, gradient);
                break;
        }
    }

    private static void ProductLoop<TVector, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, in SparsePlaces places, int batch, int columns, Span<T> y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, pw = weights, pb = bias, py = y)
        fixed (int* starts = places.Starts, of = places.Columns, at = places.Places)
        {
            for (int first = 0; first < batch; first += SamplesAtOnce)
            {
                int samples = Math.Min(SamplesAtOnce, batch - first);
                Panels panels = Panels.Of<TVector, T>(samples);
                T* turned = Workspace.Shared<T>(checked(panels.Padded * (columns + places.Rows)));
                T* results = turned + ((long)panels.Padded * columns);
                Turn(px + ((long)first * columns), samples, columns, panels, turned);
                ProductJob<TVector, T> job = new(turned, pw, pb, starts, of, at, places.Rows, columns, panels, results);
                Fork.Run(job.Parts, ref job);
                BackJob<T> back = new(results, samples, places.Rows, panels, py + ((long)first * places.Rows));
                Fork.Run(panels.Count, ref back);
            }
        }
    }

    private static void WeightsLoop<TVector, T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, in SparsePlaces places, int batch, int columns, Span<T> gradient)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        gradient.Clear();
        fixed (T* pl = left, pr = right, pg = gradient)
        fixed (int* starts = places.Starts, of = places.Columns)
        {
            for (int first = 0; first < batch; first += SamplesAtOnce)
            {
                int samples = Math.Min(SamplesAtOnce, batch - first);
                Panels panels = Panels.Of<TVector, T>(samples);
                T* turnedLeft = Workspace.Shared<T>(checked(panels.Padded * (columns + places.Rows)));
                T* turnedRight = turnedLeft + ((long)panels.Padded * places.Rows);
                Turn(pl + ((long)first * places.Rows), samples, places.Rows, panels, turnedLeft);
                Turn(pr + ((long)first * columns), samples, columns, panels, turnedRight);
                WeightsJob<TVector, T> job = new(turnedLeft, turnedRight, starts, of, places.Rows, columns, panels, pg);
                Fork.Run(job.Parts, ref job);
            }
        }
    }

    private static void Turn<T>(T* x, int samples, int features, Panels panels, T* turned)
        where T : unmanaged
    {
        TurnJob<T> job = new(x, samples, features, panels, turned);
        Fork.Run(job.Parts, ref job);
    }

    /// <summary>Samples in panels of four vectors, the last one of as few vectors as hold the rest.</summary>
    private readonly record struct Panels(int Width, int Vector, int Count, int Padded)
    {
        public static Panels Of<TVector, T>(int samples)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int vector = TVector.Count;
            int padded = (samples + vector - 1) / vector * vector;
            int width = Math.Min(4 * vector, Math.Max(vector, padded));
            return new(width, vector, (padded + width - 1) / width, padded);
        }

        public int WidthOf(int panel) => Math.Min(Width, Padded - (panel * Width));
    }

    /// <summary>Samples [n, feature] to panels [feature, n].</summary>
    private readonly struct TurnJob<T>(T* x, int samples, int features, Panels panels, T* turned) : IForkBody
        where T : unmanaged
    {
        private readonly int blocks = (features + FeaturesInPart - 1) / FeaturesInPart;

        public int Parts => panels.Count * blocks;

        public void Run(int part)
        {
            (int panel, int block) = (part / blocks, part % blocks);
            int first = block * FeaturesInPart, sample = panel * panels.Width, width = panels.WidthOf(panel);
            MatrixView<T> from = new(x + ((long)sample * features) + first, 1, features);
            T* to = turned + ((long)sample * features) + ((long)first * width);
            Packing.Pack(from, Math.Min(FeaturesInPart, features - first), Math.Min(width, samples - sample), width, to);
        }
    }

    /// <summary>Panels [feature, n] back to samples [n, feature].</summary>
    private readonly struct BackJob<T>(T* panelsOf, int samples, int features, Panels panels, T* y) : IForkBody
        where T : unmanaged
    {
        public void Run(int part)
        {
            int sample = part * panels.Width, width = panels.WidthOf(part);
            MatrixView<T> from = new(panelsOf + ((long)sample * features), 1, width);
            Packing.Pack(from, Math.Min(width, samples - sample), features, features, y + ((long)sample * features));
        }
    }

    private readonly struct ProductJob<TVector, T>(T* x, T* weights, T* bias, int* starts, int* of, int* at, int rows, int columns, Panels panels, T* y) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int blocks = (rows + RowsInPart - 1) / RowsInPart;

        public int Parts => panels.Count * blocks;

        public void Run(int part)
        {
            (int panel, int block) = (part / blocks, part % blocks);
            int first = block * RowsInPart, end = Math.Min(rows, first + RowsInPart), width = panels.WidthOf(panel);
            T* from = x + ((long)panel * panels.Width * columns);
            T* to = y + ((long)panel * panels.Width * rows);
            if (width == 4 * TVector.Count)
            {
                Four(from, first, end, to);
                return;
            }

            for (int lane = 0; lane < width; lane += TVector.Count)
            {
                One(from + lane, width, first, end, to + lane);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Four(T* from, int first, int end, T* to)
        {
            int step = TVector.Count, width = 4 * step;
            for (int row = first; row < end; row++)
            {
                TVector a = bias == null ? TVector.Zero : TVector.Create(bias[row]), b = a, c = a, d = a;
                for (int k = starts[row]; k < starts[row + 1]; k++)
                {
                    TVector weight = TVector.Create(weights[at == null ? k : at[k]]);
                    T* source = from + ((long)of[k] * width);
                    a = TVector.MultiplyAdd(weight, TVector.Load(source), a);
                    b = TVector.MultiplyAdd(weight, TVector.Load(source + step), b);
                    c = TVector.MultiplyAdd(weight, TVector.Load(source + (2 * step)), c);
                    d = TVector.MultiplyAdd(weight, TVector.Load(source + (3 * step)), d);
                }

                T* target = to + ((long)row * width);
                TVector.Store(a, target);
                TVector.Store(b, target + step);
                TVector.Store(c, target + (2 * step));
                TVector.Store(d, target + (3 * step));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void One(T* from, int width, int first, int end, T* to)
        {
            for (int row = first; row < end; row++)
            {
                TVector sum = bias == null ? TVector.Zero : TVector.Create(bias[row]);
                for (int k = starts[row]; k < starts[row + 1]; k++)
                {
                    sum = TVector.MultiplyAdd(TVector.Create(weights[at == null ? k : at[k]]), TVector.Load(from + ((long)of[k] * width)), sum);
                }

                TVector.Store(sum, to + ((long)row * width));
            }
        }
    }

    private readonly struct WeightsJob<TVector, T>(T* left, T* right, int* starts, int* of, int rows, int columns, Panels panels, T* gradient) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int Parts => (rows + RowsInPart - 1) / RowsInPart;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part)
        {
            int end = Math.Min(rows, (part + 1) * RowsInPart);
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int width = panels.WidthOf(panel);
                T* ofLeft = left + ((long)panel * panels.Width * rows);
                T* ofRight = right + ((long)panel * panels.Width * columns);
                for (int row = part * RowsInPart; row < end; row++)
                {
                    T* a = ofLeft + ((long)row * width);
                    for (int k = starts[row]; k < starts[row + 1]; k++)
                    {
                        T* b = ofRight + ((long)of[k] * width);
                        TVector sum = TVector.Load(a) * TVector.Load(b);
                        for (int lane = TVector.Count; lane < width; lane += TVector.Count)
                        {
                            sum = TVector.MultiplyAdd(TVector.Load(a + lane), TVector.Load(b + lane), sum);
                        }

                        gradient[k] += TVector.Sum(sum);
                    }
                }
            }
        }
    }
}
