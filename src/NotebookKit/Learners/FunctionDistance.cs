using MathNet.Numerics.Integration;

namespace NotebookKit.Learners;

/// <summary>How far a network's function is from the wanted one: the norm of F - Net, by quadrature or by examples.</summary>
/// <remarks>Lecture S2 L3: an approximation of precision eps has a norm below eps; learning sees only the empirical error.</remarks>
public static class FunctionDistance
{
    private static readonly GaussLegendreRule Rule = new(-1, 1, 16);

    /// <summary>(integral from a to b of |f - g|^p)^(1/p).</summary>
    /// <remarks>
    /// Gauss-Legendre quadrature with 16 points a panel, exact for polynomials of degree 31: of (f - g)^p. For odd and
    /// broken p the panels are cut where f - g changes its sign, so that |f - g| is smooth between the cuts.
    /// </remarks>
    /// <param name="f">F.</param>
    /// <param name="g">Net.</param>
    /// <param name="from">a.</param>
    /// <param name="to">b.</param>
    /// <param name="p">1 or above; infinity gives the largest difference at the places looked at.</param>
    /// <param name="panels">Pieces, more for a function with corners.</param>
    /// <exception cref="ArgumentException">p is below 1, or the interval is empty.</exception>
    public static double Lp(Func<double, double> f, Func<double, double> g, double from, double to, double p = 2, int panels = 16)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(panels);
        if (!(p >= 1) || !(from < to))
        {
            throw new ArgumentException($"Lp: p is 1 or above and the interval goes upward, and these are {p} and {from} to {to}.", nameof(p));
        }

        double Difference(double x) => f(x) - g(x);
        double total = 0, largest = 0;
        for (int panel = 0; panel < panels; panel++)
        {
            double a = from + ((to - from) * panel / panels), b = from + ((to - from) * (panel + 1) / panels);
            foreach ((double left, double right) in p % 2 == 0 ? [(a, b)] : BetweenSigns(Difference, a, b))
            {
                for (int i = 0; i < Rule.Order; i++)
                {
                    double off = Math.Abs(Difference(((left + right) / 2) + (Rule.GetAbscissa(i) * (right - left) / 2)));
                    total += Rule.GetWeight(i) * (right - left) / 2 * Power(off, p);
                    largest = Math.Max(largest, off);
                }
            }
        }

        return double.IsInfinity(p) ? largest : Math.Pow(total, 1 / p);
    }

    /// <summary>R_emp = (1/K) sum (d_k - Net(x_k))^2 over K examples.</summary>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    public static double EmpiricalError(Func<double, double> target, Func<double, double> network, IReadOnlyCollection<double> inputs)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs.Count > 0
            ? inputs.Average(x => (target(x) - network(x)) * (target(x) - network(x)))
            : throw new ArgumentException("EmpiricalError: takes at least one example.", nameof(inputs));
    }

    /// <summary>How far R_emp is from R_th for growing K: each the root of the mean square over repeats with even random inputs. It shrinks like 1 / sqrt(K).</summary>
    /// <param name="target">The wanted function.</param>
    /// <param name="network">Fixed; only the examples vary.</param>
    /// <param name="from">Inputs are even from here.</param>
    /// <param name="to">To here.</param>
    /// <param name="examples">The values of K.</param>
    /// <param name="repeats">Draws for each K.</param>
    /// <param name="rng">Where the inputs come from; the session's generator when null.</param>
    public static IReadOnlyList<(int Examples, double Gap)> ErrorGaps(
        Func<double, double> target, Func<double, double> network, double from, double to, IReadOnlyList<int> examples, int repeats = 100, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        double theoretical = Math.Pow(Lp(target, network, from, to, 2, 64), 2) / (to - from);
        return [.. examples.Select(count => (count, Math.Sqrt(Enumerable.Range(0, repeats).Average(_ =>
        {
            double[] inputs = Tensor.Uniform([count], from, to, rng, DType.Float64).ToArray<double>();
            double gap = EmpiricalError(target, network, inputs) - theoretical;
            return gap * gap;
        }))))];
    }

    private static double Power(double off, double p) => p switch { 1 => off, 2 => off * off, double.PositiveInfinity => 0, _ => Math.Pow(off, p) };

    // The panel cut where the sign changes, each cut found by halving.
    private static IEnumerable<(double Left, double Right)> BetweenSigns(Func<double, double> difference, double a, double b)
    {
        const int Looks = 16;
        double start = a;
        for (int i = 0; i < Looks; i++)
        {
            double low = a + ((b - a) * i / Looks), high = a + ((b - a) * (i + 1) / Looks);
            double sign = Math.Sign(difference(low));
            if (sign * Math.Sign(difference(high)) < 0)
            {
                for (int halving = 0; halving < 200 && (low + high) / 2 is var middle && middle > low && middle < high; halving++)
                {
                    (low, high) = Math.Sign(difference(middle)) == sign ? (middle, high) : (low, middle);
                }

                yield return (start, high);
                start = high;
            }
        }

        yield return (start, b);
    }
}
