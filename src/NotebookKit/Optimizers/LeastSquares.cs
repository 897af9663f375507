using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Optimizers;

/// <summary>Half the sum of squares of some residuals, f(x) = 1/2 sum r_i(x)^2: what Gauss-Newton and Levenberg-Marquardt make small.</summary>
/// <remarks>The gradient is J' r with the Jacobian J of the residuals, [m, n]; J' J is nearly the Hessian where residuals are small.</remarks>
public class LeastSquares : Objective
{
    private readonly Func<Tensor, Tensor> residuals;

    /// <summary>Takes a formula of the residuals.</summary>
    /// <param name="residuals">From a vector [n] to a vector [m]: <c>p => p[0] * (p[1] * t).Exp() - y</c>.</param>
    public LeastSquares(Func<Tensor, Tensor> residuals)
        : base(x => HalfSquares(residuals(x)))
    {
        ArgumentNullException.ThrowIfNull(residuals);
        this.residuals = residuals;
    }

    /// <summary>The residuals of a model as a function of its parameters.</summary>
    /// <param name="model">Its parameters are the vector; they follow each point that is asked for.</param>
    /// <param name="residuals">Computes them from the model: <c>() => model.Forward(x) - d</c>.</param>
    public static new LeastSquares Of(Module model, Func<Tensor> residuals)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        return new ModelLeastSquares(new FlatParameters(model), residuals);
    }

    /// <summary>r(x) as a vector [m], and its Jacobian [m, n].</summary>
    /// <remarks>Counts as m gradients.</remarks>
    public (Tensor Residuals, Tensor Jacobian) Linearize(Tensor x)
    {
        Check(x);
        using (Gradient.On())
        {
            (Tensor r, IReadOnlyList<Tensor> inputs) = ComputeResiduals(x);
            Tensor flat = r.Reshape(r.Count);
            Count(flat.Count);
            return (flat.Detach().To(DType.Float64), Rows(flat, inputs));
        }
    }

    /// <summary>The residuals with what they were computed from.</summary>
    private protected virtual (Tensor Residuals, IReadOnlyList<Tensor> Inputs) ComputeResiduals(Tensor x)
    {
        Tensor leaf = x.Detach();
        leaf.RequiresGrad = true;
        return (residuals(leaf), [leaf]);
    }

    private protected static Tensor HalfSquares(Tensor r) => 0.5 * r.Square().Sum();

    private sealed class ModelLeastSquares(FlatParameters parameters, Func<Tensor> compute) : LeastSquares(_ => compute())
    {
        private readonly Func<Tensor> compute = compute;

        internal override Tensor? Start => parameters.Read();

        internal override bool IsPure => false;

        internal override void End(Tensor x) => parameters.Write(x);

        private protected override (Tensor Value, IReadOnlyList<Tensor> Inputs) Compute(Tensor x)
        {
            (Tensor r, IReadOnlyList<Tensor> inputs) = ComputeResiduals(x);
            return (HalfSquares(r), inputs);
        }

        private protected override (Tensor Residuals, IReadOnlyList<Tensor> Inputs) ComputeResiduals(Tensor x)
        {
            parameters.Write(x);
            return (compute(), parameters.All);
        }
    }
}
