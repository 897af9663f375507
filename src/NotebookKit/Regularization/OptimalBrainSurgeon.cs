using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Regularization;

/// <summary>Optimal brain surgeon: sets the weight to 0 that raises the loss least, and moves all others so that it rises least.</summary>
/// <remarks>
/// With Q the Hessian of the loss at its minimum, minimise (1/2) dw' Q dw under w_i + dw_i = 0: dw = -(w_i / [Q^-1]_ii) Q^-1 e_i, and the loss rises by
/// J_i = w_i^2 / (2 [Q^-1]_ii). Where Q is not positive
/// definite, or nearly so, mu I is added; measured on small nets, a smallest eigenvalue of 0.01 of the largest keeps the steps as short as the
/// quadratic form is true. Hassibi and Stork 1992; lecture S1 (network pruning).
/// <code>
/// var surgeon = new OptimalBrainSurgeon(model, () => Loss.HalfSquaredError(model.Forward(x), z));
/// PruningTrace trace = surgeon.PruneWhile(() => Solves(model));
/// </code>
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class OptimalBrainSurgeon
{
    private readonly Func<Tensor> loss;
    private readonly Func<Tensor>? outputs;

    /// <summary>Prepares to prune a trained model.</summary>
    /// <param name="model">The model, at a minimum of its loss.</param>
    /// <param name="loss">Computes E over the training set from the model as it stands.</param>
    /// <param name="outputs">
    /// When given, Q is the outer-product approximation, the sum over examples and outputs of the outputs' gradients' outer products, which fits
    /// E = (1/2) sum of squares; null for the exact Hessian.
    /// </param>
    /// <param name="biases">Whether biases may be pruned too; they move with the others in any case.</param>
    public OptimalBrainSurgeon(Module model, Func<Tensor> loss, Func<Tensor>? outputs = null, bool biases = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        this.loss = loss;
        this.outputs = outputs;
        Mask = new PruningMask(model, biases);
    }

    /// <summary>Which weights were pruned.</summary>
    public PruningMask Mask { get; }

    /// <summary>mu is added where Q's smallest eigenvalue is below this share of its largest, and lifts it to that.</summary>
    public double Damping { get; init; } = 0.01;

    /// <summary>One step on paper: which weight goes, what it costs, and how the others move.</summary>
    /// <param name="hessian">Q, [n, n], symmetric.</param>
    /// <param name="weights">w, [n].</param>
    /// <param name="damping">mu is added where Q's smallest eigenvalue is below this share of its largest, and lifts it to that.</param>
    /// <param name="candidates">Which weights may go; all when null.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, Q is not symmetric, or nothing may go.</exception>
    public static SurgeonStep Step(Tensor hessian, Tensor weights, double damping = 0.01, IReadOnlyList<int>? candidates = null)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(weights);
        int n = weights.Rank == 1 ? weights.Count : 0;
        if (n == 0 || hessian.Shape != new Shape(n, n))
        {
            throw new ArgumentException($"OptimalBrainSurgeon: takes Q [n, n] and w [n], and got {hessian.Shape} and {weights.Shape}.");
        }

        using IDisposable off = Gradient.Off();
        Tensor q = hessian.Detach().To(DType.Float64);
        (Tensor inverse, double mu) = Inverse(q, damping);
        double[] w = weights.ToArray<double>();
        double[] spread = inverse.Diagonal().ToArray<double>();
        double[] rises = [.. w.Select((value, i) => value * value / (2 * spread[i]))];
        int[] open = [.. candidates ?? [.. Enumerable.Range(0, n)]];
        if (open.Length == 0)
        {
            throw new ArgumentException("OptimalBrainSurgeon: all weights were pruned.", nameof(candidates));
        }

        int best = open.MinBy(i => rises[i]);
        Tensor change = inverse[.., best] * (-w[best] / spread[best]);
        double[] moved = [.. change.ToArray<double>().Select((d, i) => i == best ? 0 : w[i] + d)];

        // The loss knows nothing of mu: what it is to rise by is Q's own form.
        double rise = (change * q.MatMul(change.Unsqueeze(1)).Squeeze(1)).Sum().Item() / 2;
        return new SurgeonStep(best, rises, rise, change, Tensor.From(moved), mu);
    }

    /// <summary>Prunes one weight more.</summary>
    public PruningStep Prune()
    {
        double before = Evaluate();
        int[] moving = Mask.Moving;
        int[] candidates = [.. Mask.Left.Select(place => Array.BinarySearch(moving, place))];
        Tensor places = Tensor.From([.. moving.Select(place => (long)place)]);
        Tensor all = Mask.Vector.Values();
        Tensor q = Curvature().IndexSelect(0, places).IndexSelect(1, places);
        SurgeonStep step = Step(q, all.IndexSelect(0, places), Damping, candidates);

        double[] values = all.ToArray<double>();
        double[] moved = step.Weights.ToArray<double>();
        for (int i = 0; i < moving.Length; i++)
        {
            values[moving[i]] = moved[i];
        }

        Mask.Vector.Set(Tensor.Wrap(values));
        Mask.Mark(moving[step.Index]);
        return new PruningStep(moving[step.Index], Mask.Vector.NameOf(moving[step.Index]), step.Rise, before, Evaluate(), step.Mu);
    }

    /// <summary>Prunes some weights, one after the other, with the Hessian taken anew each time.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many left.</exception>
    public PruningTrace Prune(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Mask.Left.Count);
        return new PruningTrace([.. Enumerable.Range(0, count).Select(_ => Prune())], Mask.Count);
    }

    /// <summary>Prunes as long as the model does its work; the step after which it does not is taken back.</summary>
    /// <param name="works">Whether the model still does its work.</param>
    /// <param name="retrain">Called after each step to train what is left, with <see cref="PruningMask.Apply"/> after each update; null for none.</param>
    public PruningTrace PruneWhile(Func<bool> works, Action<PruningMask>? retrain = null)
    {
        ArgumentNullException.ThrowIfNull(works);
        List<PruningStep> steps = [];
        while (Mask.Left.Count > 0)
        {
            Tensor before = Mask.Vector.Values();
            PruningStep step = Prune();
            retrain?.Invoke(Mask);
            if (!works())
            {
                Mask.Mark(step.Place, isPruned: false);
                Mask.Vector.Set(before);
                break;
            }

            steps.Add(step);
        }

        return new PruningTrace(steps, Mask.Count);
    }

    /// <summary>How far it is.</summary>
    public override string ToString() => $"optimal brain surgeon with the {(outputs is null ? "exact Hessian" : "outer products")}: {Mask}";

    private double Evaluate()
    {
        using IDisposable off = Gradient.Off();
        return loss().Item();
    }

    private Tensor Curvature()
    {
        using IDisposable on = Gradient.On();
        if (outputs is null)
        {
            return Mask.Vector.HessianOf(loss());
        }

        Tensor jacobian = Mask.Vector.JacobianOf(outputs());
        return jacobian.Transpose().MatMul(jacobian);
    }

    // Q is singular where there are fewer examples than weights, and indefinite away from a minimum. Where it is nearly so, its inverse would move
    // the other weights further than a quadratic form is true; so mu lifts the smallest eigenvalue to a share of the largest.
    private static (Tensor Inverse, double Mu) Inverse(Tensor q, double damping)
    {
        double[] values = q.EigenSymmetric().Values.ToArray<double>();
        double largest = values.Max(Math.Abs);
        double mu = Math.Max(0, (damping * (largest > 0 ? largest : 1)) - values.Min());
        return ((mu == 0 ? q : q + (Tensor.Eye(q.Shape[0], dtype: DType.Float64) * mu)).Inverse(), mu);
    }
}
