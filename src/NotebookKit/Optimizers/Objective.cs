using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Optimizers;

/// <summary>What is to be made small: a number that depends on a vector, with its gradient and its curvature.</summary>
/// <remarks>
/// A point x is a vector [n] of Float64. <c>new Objective(x => 0.5 * (x[0] * x[0] + 10 * x[1] * x[1]))</c> takes any formula of tensors;
/// <see cref="Of"/> takes a model's loss, where x is all its parameters one after the other. The evaluations are counted. Lecture S2 L4,
/// 'What are we optimizing here?'.
/// </remarks>
public class Objective
{
    private readonly Func<Tensor, Tensor> f;

    /// <summary>Takes a formula.</summary>
    /// <param name="f">From a vector to a single number.</param>
    public Objective(Func<Tensor, Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        this.f = f;
    }

    /// <summary>How often the value was asked for, with or without its gradient.</summary>
    public int Values { get; private set; }

    /// <summary>How often a gradient was asked for; a Hessian counts as n of them, a product with one as 2.</summary>
    public int Gradients { get; private set; }

    /// <summary>The loss of a model as a function of its parameters.</summary>
    /// <param name="model">Its parameters are the vector; they follow each point that is asked for, and stand at the last point when a minimiser ends.</param>
    /// <param name="loss">Computes the loss from the model, of the same examples each time: <c>() => Loss.CrossEntropy(model.Forward(x), d)</c>.</param>
    public static Objective Of(Module model, Func<Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new ModelObjective(new FlatParameters(model), loss);
    }

    /// <summary>f(x).</summary>
    public double Value(Tensor x)
    {
        Check(x);
        Values++;
        using (Gradient.Off())
        {
            return Single(Compute(x).Value).Item();
        }
    }

    /// <summary>f(x) and its gradient.</summary>
    public (double Value, Tensor Gradient) ValueAndGradient(Tensor x)
    {
        Check(x);
        Values++;
        Gradients++;
        using (Gradient.On())
        {
            (Tensor value, IReadOnlyList<Tensor> inputs) = Compute(x);
            return (Single(value).Item(), Slope(value, inputs, createGraph: false).Detach());
        }
    }

    /// <summary>The matrix of second derivatives at x, [n, n].</summary>
    public Tensor Hessian(Tensor x)
    {
        Check(x);
        Gradients += x.Count;
        using (Gradient.On())
        {
            (Tensor value, IReadOnlyList<Tensor> inputs) = Compute(x);
            Tensor slope = Slope(Single(value), inputs, createGraph: true);
            return Rows(slope, inputs);
        }
    }

    /// <summary>H v at x, without H.</summary>
    public Tensor HessianTimes(Tensor x, Tensor v)
    {
        Check(x);
        ArgumentNullException.ThrowIfNull(v);
        if (v.Shape != x.Shape)
        {
            throw new ArgumentException($"HessianTimes: the direction must be {x.Shape} like the point, and is {v.Shape}.", nameof(v));
        }

        Gradients += 2;
        using (Gradient.On())
        {
            (Tensor value, IReadOnlyList<Tensor> inputs) = Compute(x);
            Tensor slope = Slope(Single(value), inputs, createGraph: true);
            return slope.RequiresGrad ? Flat(Gradient.Of((slope * v.Detach()).Sum(), inputs)) : Tensor.Zeros(x.Shape, DType.Float64);
        }
    }

    /// <summary>How often it was asked, in a line.</summary>
    public override string ToString() => $"{GetType().Name}: asked for {Values:N0} values and {Gradients:N0} gradients";

    /// <summary>Counts the evaluations from 0 again.</summary>
    public void ResetCounts() => (Values, Gradients) = (0, 0);

    /// <summary>Counts evaluations of a derived kind.</summary>
    private protected void Count(int gradients)
    {
        Values++;
        Gradients += gradients;
    }

    /// <summary>Where to begin when nobody says; null for a formula.</summary>
    internal virtual Tensor? Start => null;

    /// <summary>Whether asking for a value changes nothing else, so that a picture may.</summary>
    internal virtual bool IsPure => true;

    /// <summary>f(x) for a picture: it is not counted.</summary>
    internal double Peek(Tensor x)
    {
        using (Gradient.Off())
        {
            return Single(Compute(x).Value).Item();
        }
    }

    /// <summary>Takes the point where a minimiser ended.</summary>
    internal virtual void End(Tensor x)
    {
    }

    /// <summary>The value, with its record if recording is on, and what it was computed from: the pieces of x in order.</summary>
    private protected virtual (Tensor Value, IReadOnlyList<Tensor> Inputs) Compute(Tensor x)
    {
        Tensor leaf = x.Detach();
        leaf.RequiresGrad = true;
        return (f(leaf), [leaf]);
    }

    /// <summary>The Jacobian of a vector for its inputs, a row a number: [m, n].</summary>
    private protected static Tensor Rows(Tensor y, IReadOnlyList<Tensor> inputs)
    {
        int n = inputs.Sum(input => input.Count);
        if (!y.RequiresGrad || y.Count == 0)
        {
            return Tensor.Zeros([y.Count, n], DType.Float64);
        }

        Tensor[] rows = new Tensor[y.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            double[] pick = new double[rows.Length];
            pick[i] = 1;
            rows[i] = Flat(Gradient.Of(y, inputs, start: Tensor.From(pick).To(y.DType), retainGraph: true));
        }

        return Tensor.Stack(rows).Detach();
    }

    /// <summary>Pieces as one vector of Float64.</summary>
    private protected static Tensor Flat(IReadOnlyList<Tensor> pieces) =>
        pieces.Count == 1 && pieces[0].Rank == 1 ? pieces[0].To(DType.Float64) : Tensor.Concat([.. pieces.Select(piece => piece.Reshape(piece.Count).To(DType.Float64))]);

    /// <summary>Fails unless x is a vector of Float64.</summary>
    private protected static void Check(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 1 || x.DType != DType.Float64)
        {
            throw new ArgumentException($"Objective: a point is a vector [n] of Float64, and this is {x.Shape} of {x.DType}; write Tensor.From([1.0, 2.0]).", nameof(x));
        }
    }

    private static Tensor Slope(Tensor value, IReadOnlyList<Tensor> inputs, bool createGraph) =>
        value.RequiresGrad ? Flat(Gradient.Of(value, inputs, createGraph)) : Tensor.Zeros([inputs.Sum(input => input.Count)], DType.Float64);

    private static Tensor Single(Tensor? value) => value is { Count: 1 }
        ? value
        : throw new ArgumentException($"Objective: the function must give a single number, and gave {(value is null ? "null" : $"{value.Shape}; reduce it with Sum() or Mean()")}.");
}
