namespace NotebookKit.Learners;

/// <summary>Levenberg and Marquardt's descent for <see cref="CurveFit"/>: (J'J + mu D) step = -J'e, mu smaller after a success and larger after a failure.</summary>
/// <remarks>D is the diagonal of J'J and a little more, so that a neuron that is flat everywhere does not stop it. Levenberg 1944, Marquardt 1963.</remarks>
internal static class CurveDescent
{
    /// <summary>Runs until no step helps.</summary>
    /// <param name="start">For each neuron slope, shift and output weight, then the output's bias.</param>
    /// <param name="x">Where the function was looked at.</param>
    /// <param name="y">Its values.</param>
    /// <param name="rounds">Steps at most.</param>
    public static (double[] Parameters, double Loss) Run(double[] start, double[] x, double[] y, int rounds)
    {
        double damping = 1e-2;
        double[] at = start;
        double loss = Loss(at, x, y);
        for (int round = 0; round < rounds && loss > 1e-18 * x.Length && damping < 1e12; round++)
        {
            (double[] normal, double[] downhill) = Equations(at, x, y);
            bool better = false;
            while (!better && damping < 1e12)
            {
                double[] next = Stepped(at, normal, downhill, damping);
                double nextLoss = Loss(next, x, y);

                // A step that is no number has no better loss.
                better = nextLoss < loss;
                (at, loss, damping) = better ? (next, nextLoss, damping / 5) : (at, loss, damping * 4);
            }
        }

        return (at, loss);
    }

    private static double[] Stepped(double[] at, double[] normal, double[] downhill, double damping)
    {
        int size = at.Length;
        double[] damped = [.. normal];
        for (int i = 0; i < size; i++)
        {
            damped[i * (size + 1)] += (damping * (normal[i * (size + 1)] + 1e-6)) + 1e-12;
        }

        double[] step = Solved(damped, downhill);
        return [.. at.Select((value, i) => value - step[i])];
    }

    // Cholesky's factor in place of the lower half, then forward and backward; small matrices, many times over.
    private static double[] Solved(double[] a, double[] right)
    {
        int size = right.Length;
        double[] solution = [.. right];
        for (int i = 0; i < size; i++)
        {
            Span<double> row = a.AsSpan(i * size, size);
            for (int j = 0; j <= i; j++)
            {
                double rest = row[j] - Points.Dot(row[..j], a.AsSpan(j * size, j));
                row[j] = i == j ? Math.Sqrt(rest) : rest / a[j * (size + 1)];
            }

            solution[i] = (solution[i] - Points.Dot(row[..i], solution)) / row[i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            solution[i] /= a[i * (size + 1)];
            Points.Add(solution.AsSpan(0, i), a.AsSpan(i * size, i), -solution[i]);
        }

        return solution;
    }

    private static double Loss(double[] p, double[] x, double[] y)
    {
        double loss = 0;
        for (int n = 0; n < x.Length; n++)
        {
            double off = p[^1] - y[n];
            for (int i = 0; i + 2 < p.Length; i += 3)
            {
                off += p[i + 2] * CurveFit.Sigmoid((p[i] * x[n]) + p[i + 1]);
            }

            loss += off * off;
        }

        return loss;
    }

    // J'J and J'e, example by example.
    private static (double[] Normal, double[] Downhill) Equations(double[] p, double[] x, double[] y)
    {
        int size = p.Length;
        double[] normal = new double[size * size], downhill = new double[size], slopes = new double[size];
        slopes[^1] = 1;
        for (int n = 0; n < x.Length; n++)
        {
            double off = p[^1] - y[n];
            for (int i = 0; i + 2 < size; i += 3)
            {
                double s = CurveFit.Sigmoid((p[i] * x[n]) + p[i + 1]), back = p[i + 2] * s * (1 - s);
                off += p[i + 2] * s;
                (slopes[i], slopes[i + 1], slopes[i + 2]) = (back * x[n], back, s);
            }

            Points.Add(downhill, slopes, off);
            for (int i = 0; i < size; i++)
            {
                Points.Add(normal.AsSpan(i * size, i + 1), slopes.AsSpan(0, i + 1), slopes[i]);
            }
        }

        // The matrix is symmetric: half of it was enough to add up.
        for (int i = 0; i < size * size; i++)
        {
            normal[i] = normal[Math.Max((i / size * size) + (i % size), (i % size * size) + (i / size))];
        }

        return (normal, downhill);
    }
}
