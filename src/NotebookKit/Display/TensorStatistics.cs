using System.Numerics;

namespace NotebookKit.Display;

/// <summary>What the numbers of a tensor are like: exact over all of them, in one walk through the storage, several numbers at a time.</summary>
/// <param name="Finite">How many are finite.</param>
/// <param name="NotNumbers">How many are NaN.</param>
/// <param name="Infinite">How many are infinite.</param>
/// <param name="Smallest">The smallest finite one.</param>
/// <param name="Largest">The largest finite one.</param>
/// <param name="Mean">The mean of the finite ones.</param>
/// <param name="Deviation">Their standard deviation, of 1/n.</param>
/// <param name="Zeros">How many are 0.</param>
internal readonly record struct TensorStatistics(
    long Finite, long NotNumbers, long Infinite, double Smallest, double Largest, double Mean, double Deviation, long Zeros)
{
    /// <summary>Looks at every number; nothing is copied.</summary>
    public static TensorStatistics Of(Tensor tensor)
    {
        Sums sums = new();
        TensorWalk.Numbers(tensor, sums.Add);
        double mean = sums.Finite == 0 ? double.NaN : sums.Shift + (sums.Sum / sums.Finite);
        double variance = sums.Finite == 0 ? double.NaN : (sums.Squares / sums.Finite) - (sums.Sum / sums.Finite * (sums.Sum / sums.Finite));
        return new(sums.Finite, sums.NotNumbers, sums.Infinite, sums.Smallest, sums.Largest, mean, Math.Sqrt(Math.Max(0, variance)), sums.Zeros);
    }

    /// <summary>How many numbers fall into each of some bins of equal width between the smallest and the largest.</summary>
    public long[] Histogram(Tensor tensor, int bins)
    {
        long[] counts = new long[bins];
        (double low, double perUnit) = (Smallest, bins / Math.Max(Largest - Smallest, double.Epsilon));
        TensorWalk.Numbers(tensor, values =>
        {
            foreach (double value in values)
            {
                double place = (value - low) * perUnit;
                if (double.IsFinite(place))
                {
                    counts[Math.Clamp((int)place, 0, bins - 1)]++;
                }
            }
        });
        return counts;
    }

    private sealed class Sums
    {
        public long Finite, NotNumbers, Infinite, Zeros;
        public double Smallest = double.PositiveInfinity, Largest = double.NegativeInfinity, Shift = double.NaN, Sum, Squares;

        public void Add(ReadOnlySpan<double> values)
        {
            int whole = double.IsNaN(Shift) ? 0 : values.Length - (values.Length % Vector<double>.Count);
            AddOneByOne(AddFinite(values[..whole]) ? values[whole..] : values);
        }

        // Several numbers at a time; false, and nothing added, where one of them is not finite.
        private bool AddFinite(ReadOnlySpan<double> values)
        {
            Vector<double> shift = new(Shift), sum = default, squares = default, low = new(Smallest), high = new(Largest), odd = default;
            Vector<long> zeros = default;
            for (int i = 0; i < values.Length; i += Vector<double>.Count)
            {
                Vector<double> value = new(values[i..]);
                Vector<double> moved = value - shift;
                sum += moved;
                squares += moved * moved;
                low = Vector.Min(low, value);
                high = Vector.Max(high, value);
                zeros -= Vector.Equals(value, Vector<double>.Zero);

                // 0 for a number, NaN for what is none or infinite.
                odd += value - value;
            }

            if (Vector.Sum(odd) != 0)
            {
                return false;
            }

            for (int lane = 0; lane < Vector<double>.Count; lane++)
            {
                (Smallest, Largest) = (Math.Min(Smallest, low[lane]), Math.Max(Largest, high[lane]));
            }

            (Sum, Squares, Finite, Zeros) = (Sum + Vector.Sum(sum), Squares + Vector.Sum(squares), Finite + values.Length, Zeros + Vector.Sum(zeros));
            return true;
        }

        private void AddOneByOne(ReadOnlySpan<double> values)
        {
            // Sums of a block on their own, around the first number: a large mean does not drown the deviation.
            double sum = 0, squares = 0, low = Smallest, high = Largest;
            long finite = 0, zeros = 0;
            foreach (double value in values)
            {
                if (!double.IsFinite(value))
                {
                    (NotNumbers, Infinite) = double.IsNaN(value) ? (NotNumbers + 1, Infinite) : (NotNumbers, Infinite + 1);
                    continue;
                }

                if (double.IsNaN(Shift))
                {
                    Shift = value;
                }

                double moved = value - Shift;
                sum += moved;
                squares += moved * moved;
                low = value < low ? value : low;
                high = value > high ? value : high;
                zeros += value == 0 ? 1 : 0;
                finite++;
            }

            (Smallest, Largest, Sum, Squares, Finite, Zeros) = (low, high, Sum + sum, Squares + squares, Finite + finite, Zeros + zeros);
        }
    }
}
