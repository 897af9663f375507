using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Bayes;

/// <summary>Finds w_MAP, the weights that make J(w) = E(f(x, w)) + (1/2) w' diag(alpha) w least, by damped Gauss-Newton steps.</summary>
/// <remarks>
/// H = G diag(curvatures) G' + diag(alpha), where G holds the gradient of every output. A step that does not lower J is taken back and damped more
/// (Levenberg 1944, Marquardt 1963).
/// </remarks>
internal sealed class MapFit(Module model, Tensor inputs, Likelihood likelihood, double[] alpha)
{
    private const double Least = 1e-12;
    private readonly ParameterVector vector = new(model);
    private readonly Tensor prior = Tensor.From(alpha);

    /// <summary>The parameters in a row.</summary>
    public ParameterVector Vector => vector;

    /// <summary>Steps until J falls no more.</summary>
    /// <returns>J.</returns>
    public double Run(int steps)
    {
        double damping = 1e-3;
        double cost = Cost();
        for (int step = 0; step < steps && damping < 1e12; step++)
        {
            Tensor w = vector.Values();
            (Tensor slope, Tensor hessian) = Curvature(w);
            double before = cost;
            while (damping < 1e12)
            {
                Tensor damped = hessian + (hessian.Diagonal() * damping).DiagonalMatrix();
                vector.Set(w - damped.Solve(slope));
                double now = Cost();
                if (now <= cost)
                {
                    cost = now;
                    damping /= 10;
                    break;
                }

                vector.Set(w);
                damping *= 10;
            }

            if (before - cost <= Least * Math.Abs(before))
            {
                break;
            }
        }

        return cost;
    }

    /// <summary>H and the gradient of J, at the weights as they are.</summary>
    public (Tensor Slope, Tensor Hessian) Curvature(Tensor w)
    {
        (double[] f, Tensor g) = Outputs();
        using IDisposable off = Gradient.Off();
        Tensor slope = g.Transpose().MatMul(Tensor.From(likelihood.Slopes(f)).Unsqueeze(1)).Reshape(-1) + (prior * w);
        return (slope, Hessian(g, Tensor.From(likelihood.Curvatures(f)), prior));
    }

    /// <summary>sum of c_n g_n g_n' + diag(alpha) over the rows g_n of G.</summary>
    public static Tensor Hessian(Tensor gradients, Tensor curvatures, Tensor prior)
    {
        Tensor half = gradients * curvatures.Sqrt().Unsqueeze(1);
        return half.Transpose().MatMul(half) + prior.DiagonalMatrix();
    }

    /// <summary>All outputs in a row, and the gradient of each.</summary>
    public (double[] Values, Tensor Gradients) Outputs()
    {
        using IDisposable on = Gradient.On();
        Tensor f = Forward(model, inputs);
        return (f.ToArray<double>(), vector.JacobianOf(f));
    }

    /// <summary>f(x, w) as [N, outputs], in the manner of use.</summary>
    public static Tensor Forward(Module model, Tensor x)
    {
        bool before = model.IsTraining;
        model.IsTraining = false;
        try
        {
            return model.Forward(x).Reshape(x.Shape[0], -1);
        }
        finally
        {
            model.IsTraining = before;
        }
    }

    private double Cost()
    {
        using IDisposable off = Gradient.Off();
        double cost = likelihood.Loss(Forward(model, inputs).ToArray<double>()) + ((prior * vector.Values().Square()).Sum().Item() / 2);
        return double.IsNaN(cost) ? double.PositiveInfinity : cost;
    }
}
