using System.Numerics;
using System.Runtime.InteropServices;

namespace NotebookKit.Kernels;

/// <summary>One axis of a pooling or a resampling: which places of the input each place of the result looks at, and how much each counts.</summary>
/// <remarks>
/// Place o looks at Count(o) places from First[o] on, Step apart. A sum weighs them by the weights from Begin[o] on and is divided
/// by the divisor of o in the end: the mean of equal whole numbers is that number, which weights of 1/n would miss by a rounding.
/// The transpose is made of such runs too, from the first place that looks at a place to the last, with zeros for those between that do not.
/// </remarks>
internal sealed class Taps
{
    private readonly double[] weights;
    private readonly float[] single;
    private readonly double[]? divisors;
    private Taps? transposed;

    /// <summary>Takes over its arrays.</summary>
    /// <param name="inputs">Places of the input.</param>
    /// <param name="first">The first place that each place of the result looks at.</param>
    /// <param name="begin">Where its weights begin, and at the end how many weights there are.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="divisors">What each sum is divided by; all 1 when null.</param>
    /// <param name="step">How far apart the places lie: the dilation of a window.</param>
    public Taps(int inputs, int[] first, int[] begin, double[] weights, double[]? divisors = null, int step = 1)
    {
        Inputs = inputs;
        First = first;
        Begin = begin;
        Step = step;
        this.weights = weights;
        this.divisors = divisors;
        single = Array.ConvertAll(weights, weight => (float)weight);
        LeavesAsIs = inputs == first.Length && divisors is null && Array.TrueForAll(weights, weight => weight == 1)
            && Enumerable.Range(0, inputs).All(place => first[place] == place && Count(place) == 1);
    }

    /// <summary>Places of the input.</summary>
    public int Inputs { get; }

    /// <summary>Places of the result.</summary>
    public int Outputs => First.Length;

    /// <summary>The first place that each place of the result looks at.</summary>
    public int[] First { get; }

    /// <summary>Where the weights of each place begin.</summary>
    public int[] Begin { get; }

    /// <summary>How far apart the places lie that a place of the result looks at.</summary>
    public int Step { get; }

    /// <summary>Whether each place looks at itself alone, with weight 1.</summary>
    public bool LeavesAsIs { get; }

    /// <summary>How many places of the input a place of the result looks at.</summary>
    public int Count(int place) => Begin[place + 1] - Begin[place];

    /// <summary>The first place of the result, from the one after a place on, that looks at more or fewer places than it.</summary>
    public int EndOfEqual(int place, int end)
    {
        int until = place + 1;
        while (until < end && Count(until) == Count(place))
        {
            until++;
        }

        return until;
    }

    /// <summary>Whether any sum is divided.</summary>
    public bool Divides => divisors is not null;

    /// <summary>What the sum of a place is divided by.</summary>
    public double Divisor(int place) => divisors is null ? 1 : divisors[place];

    /// <summary>All weights, as float or double.</summary>
    public ReadOnlySpan<T> Weights<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? MemoryMarshal.Cast<float, T>(single)
            : MemoryMarshal.Cast<double, T>(weights);

    /// <summary>The way back: for each place of the input, the places of the result that looked at it.</summary>
    public Taps Transposed() => transposed ??= LeavesAsIs ? this : MakeTransposed();

    /// <summary>The same as a matrix [outputs, inputs].</summary>
    public double[] Matrix()
    {
        double[] matrix = new double[Outputs * Inputs];
        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < Count(o); i++)
            {
                matrix[(o * Inputs) + First[o] + (i * Step)] += weights[Begin[o] + i] / Divisor(o);
            }
        }

        return matrix;
    }

    private Taps MakeTransposed()
    {
        int[] first = new int[Inputs];
        int[] end = new int[Inputs];
        Array.Fill(first, Outputs);
        for (int o = 0; o < Outputs; o++)
        {
            for (int nth = 0; nth < Count(o); nth++)
            {
                int place = First[o] + (nth * Step);
                first[place] = Math.Min(first[place], o);
                end[place] = o + 1;
            }
        }

        int[] begin = new int[Inputs + 1];
        for (int place = 0; place < Inputs; place++)
        {
            begin[place + 1] = begin[place] + Math.Max(0, end[place] - first[place]);
        }

        double[] back = new double[begin[^1]];
        for (int o = 0; o < Outputs; o++)
        {
            for (int nth = 0; nth < Count(o); nth++)
            {
                int place = First[o] + (nth * Step);
                back[begin[place] + o - first[place]] += weights[Begin[o] + nth] / Divisor(o);
            }
        }

        // A place that nobody looked at has no weights, and may begin anywhere.
        return new Taps(Outputs, Array.ConvertAll(first, o => o == Outputs ? 0 : o), begin, back);
    }
}
