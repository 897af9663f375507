using System.Collections.Concurrent;
using System.Numerics;
using ILGPU;
using NotebookKit.Ilgpu.Works;
using NotebookKit.Kernels;

namespace NotebookKit.Ilgpu;

/// <content>Windows on images: pooling, resampling, and windows as columns.</content>
public sealed partial class GpuDevice
{
    // More tables than any network has layers; beyond, something makes ever new ones.
    private const int MostTables = 1024;

    private readonly ConcurrentDictionary<Taps, TapsTable> tables = new(TapsAlike.Instance);

    /// <inheritdoc/>
    internal override void Resample(Tensor x, Taps rows, Taps columns, Tensor y)
    {
        (TapsView down, TapsView across) = (TableOf(rows).View(this), TableOf(columns).View(this));
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(y.Count, new ResampleWork<T>(View<T>(x), down, across, x.Shape[1], View<T>(y)));
    }

    /// <inheritdoc/>
    internal override void MaxPool(Tensor x, Taps rows, Taps columns, Tensor y) => Largest(x, rows, columns, y, null);

    /// <inheritdoc/>
    internal override void MaxPositions(Tensor x, Taps rows, Taps columns, Tensor positions) => Largest(x, rows, columns, null, positions);

    /// <inheritdoc/>
    internal override void MaxPoolGradient(Tensor x, Tensor y, Tensor slopes, Taps rows, Taps columns, Tensor gradient)
    {
        Tensor positions = Tensor.Empty(y.Shape, DType.Int64, this);
        Largest(x, rows, columns, null, positions);
        (TapsView down, TapsView across) = (TableOf(rows).View(this), TableOf(columns).View(this));
        Kinds.Floats(x.DType, Run<float>, Run<double>);
        Needed(positions);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(
                x.Count, new MaxPoolGradientWork<T>(View<long>(positions), View<T>(slopes), down, across, x.Shape[1], View<T>(gradient)));
    }

    /// <inheritdoc/>
    internal override void Unfold(Tensor x, in WindowGrid grid, Tensor y)
    {
        WindowGrid own = grid;
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(y.Count, new UnfoldWork<T>(View<T>(x), own, View<T>(y)));
    }

    /// <inheritdoc/>
    internal override void Fold(Tensor x, in WindowGrid grid, Tensor y)
    {
        WindowGrid own = grid;
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => launcher.Each(y.Count, new FoldWork<T>(View<T>(x), own, View<T>(y)));
    }

    private void Largest(Tensor x, Taps rows, Taps columns, Tensor? y, Tensor? positions)
    {
        (TapsView down, TapsView across) = (TableOf(rows).View(this), TableOf(columns).View(this));
        Kinds.Floats(x.DType, Run<float>, Run<double>);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ArrayView<T> numbers = View<T>(x);
            ArrayView<long> places = positions is null ? ArrayView<long>.Empty : View<long>(positions);
            launcher.Each(
                (y ?? positions)!.Count,
                new MaxPoolWork<T>(numbers, down, across, x.Shape[1], ViewOr(y, numbers), y is null ? 0 : 1, places, positions is null ? 0 : 1));
        }
    }

    /// <summary>The table of an axis on the card: sent when it is first used, and kept, so that a training step sends none.</summary>
    private TapsTable TableOf(Taps taps)
    {
        if (tables.Count > MostTables)
        {
            tables.Clear();
        }

        return tables.GetOrAdd(taps, fresh => new TapsTable(this, fresh));
    }

    /// <summary>An axis of a pooling or resampling on the card.</summary>
    private sealed class TapsTable(GpuDevice device, Taps taps)
    {
        private readonly Tensor first = Sent(device, Array.ConvertAll(taps.First, place => (long)place));
        private readonly Tensor begin = Sent(device, Array.ConvertAll(taps.Begin, place => (long)place));
        private readonly Tensor weights = Sent(device, taps.Weights<double>().ToArray());
        private readonly Tensor divisors = Sent(device, [.. Enumerable.Range(0, taps.Outputs).Select(taps.Divisor)]);
        private readonly Tensor lookers = Sent(device, Lookers(taps));
        private readonly (int Inputs, int Outputs, int Step) sizes = (taps.Inputs, taps.Outputs, taps.Step);

        public TapsView View(GpuDevice device) => new(
            device.View<long>(first), device.View<long>(begin), device.View<double>(weights), device.View<double>(divisors), device.View<long>(lookers), sizes.Inputs, sizes.Outputs, sizes.Step);

        // For each place of the input the first place of the result that looks at it, and the one after the last.
        private static long[] Lookers(Taps taps)
        {
            long[] ends = new long[2 * taps.Inputs];
            for (int place = taps.Outputs - 1; place >= 0; place--)
            {
                for (int nth = 0; nth < taps.Count(place); nth++)
                {
                    int input = taps.First[place] + (nth * taps.Step);
                    ends[2 * input] = place;
                    ends[(2 * input) + 1] = Math.Max(ends[(2 * input) + 1], place + 1);
                }
            }

            return ends;
        }

        private static Tensor Sent<T>(GpuDevice device, T[] numbers)
            where T : unmanaged
        {
            Shape shape = new(numbers.Length);
            Tensor there = new(device.Allocate(DTypes.Of<T>(), numbers.Length, lasting: true), shape, shape.ContiguousStrides(), 0, device);
            device.Send(Tensor.Wrap(numbers), there);
            return there;
        }
    }

    /// <summary>Tables of the same numbers are one.</summary>
    private sealed class TapsAlike : IEqualityComparer<Taps>
    {
        public static TapsAlike Instance { get; } = new();

        public bool Equals(Taps? x, Taps? y) =>
            x is not null && y is not null && x.Inputs == y.Inputs && x.Step == y.Step && x.First.AsSpan().SequenceEqual(y.First) && x.Begin.AsSpan().SequenceEqual(y.Begin)
            && x.Weights<double>().SequenceEqual(y.Weights<double>()) && Enumerable.Range(0, x.Outputs).All(place => x.Divisor(place).Equals(y.Divisor(place)));

        public int GetHashCode(Taps taps)
        {
            HashCode hash = default;
            hash.Add(taps.Inputs);
            hash.Add(taps.Step);
            foreach (int place in taps.First)
            {
                hash.Add(place);
            }

            hash.Add(taps.Begin[^1]);
            return hash.ToHashCode();
        }
    }
}
