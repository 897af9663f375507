using NotebookKit.Gradients;

namespace NotebookKit.Optimizers;

/// <summary>Goes down a whole function, seen in full at each step: a formula, or a model's loss over one large batch.</summary>
/// <remarks>
/// <c>Trace trace = new Bfgs().Minimize(TestFunctions.Rosenbrock);</c> A minimiser holds its constants only and can be used again and
/// at once for several functions.
/// </remarks>
public abstract class Minimizer
{
    /// <summary>The most steps it takes.</summary>
    public int MaxSteps { get; init => field = Setting.Count(this, value, 0); } = 1000;

    /// <summary>It has arrived where the gradient is this short: at a stationary point.</summary>
    public double Tolerance { get; init => field = Setting.NotNegative(this, value); } = 1e-8;

    /// <summary>Its name in a trace.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Goes down from a point until the gradient is short, no step leads lower, or the steps are used up.</summary>
    /// <param name="objective">What is to be made small.</param>
    /// <param name="start">Where it begins, [n]; when null, where the model stands or where a test function is begun usually.</param>
    /// <exception cref="ArgumentException">There is no start, it is no vector, or the value there is not finite.</exception>
    public Trace Minimize(Objective objective, Tensor? start = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        using IDisposable off = Gradient.Off();
        Tensor x = (start ?? objective.Start ?? throw new ArgumentException($"{Name}: say where it starts, such as Minimize(f, Tensor.From([1.0, 1.0])).", nameof(start))).Detach().To(DType.Float64).Clone();
        objective.ResetCounts();
        Iterate now = Iterate.At(objective, x);
        if (!double.IsFinite(now.Value))
        {
            throw new ArgumentException($"{Name}: the value at the start is {now.Value}; start elsewhere.", nameof(start));
        }

        Trace trace = new(Name, objective);
        trace.Add(now);
        Func<Iterate, Iterate?> next = Begin(objective);
        while (true)
        {
            if (now.GradientNorm <= Tolerance)
            {
                trace.Stop(true, $"the gradient is no longer than {Tolerance:G2}");
                break;
            }

            if (trace.Steps == MaxSteps)
            {
                trace.Stop(false, "the steps are used up");
                break;
            }

            if (next(now) is not { } then)
            {
                trace.Stop(false, "no step leads lower");
                break;
            }

            trace.Add(then);
            if (!double.IsFinite(then.Value) || !double.IsFinite(then.GradientNorm))
            {
                trace.Stop(false, "it diverged");
                break;
            }

            now = then;
        }

        objective.End(now.X);
        return trace;
    }

    /// <summary>Its name with its constants.</summary>
    public override string ToString() => Setting.Text(this, Name);

    /// <summary>Begins a run: gives the function from a point to the next, with the memory of this run inside; the next is null where no step leads lower.</summary>
    protected abstract Func<Iterate, Iterate?> Begin(Objective objective);

    /// <summary>a'b.</summary>
    private protected static double Dot(Tensor a, Tensor b) => (a * b).Sum().Item();
}
