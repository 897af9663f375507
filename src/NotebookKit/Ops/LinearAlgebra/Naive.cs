namespace NotebookKit.Ops;

/// <summary>Linear algebra in plain loops over square arrays, for the check cases: slow, short and made of nothing else.</summary>
internal static class Naive
{
    /// <summary>A + 3 I: far from singular for numbers between -1 and 1.</summary>
    public static Tensor Safe(Tensor a) => a + (3 * Tensor.Full([a.Shape[^1]], 1, a.DType, a.Device).DiagonalMatrix());

    /// <inheritdoc cref="Safe(Tensor)"/>
    public static double[,] Safe(double[,] a) => Add(a, Scale(Identity(a.GetLength(0)), 3));

    /// <summary>A A' + I: symmetric and positive definite.</summary>
    public static Tensor Positive(Tensor a) => a.MatMul(a.Transpose()) + Tensor.Full([a.Shape[^2]], 1, a.DType, a.Device).DiagonalMatrix();

    /// <inheritdoc cref="Positive(Tensor)"/>
    public static double[,] Positive(double[,] a) => Add(Multiply(a, Turn(a)), Identity(a.GetLength(0)));

    /// <summary>A function of each matrix of a stack, its results one after the other.</summary>
    public static double[] Each(double[] x, Shape shape, Func<double[,], double[,]> function)
    {
        int m = shape[^2];
        int n = shape[^1];
        List<double> results = [];
        for (int i = 0; m * n > 0 && i < x.Length / (m * n); i++)
        {
            double[,] a = new double[m, n];
            for (int k = 0; k < m * n; k++)
            {
                a[k / n, k % n] = x[(i * m * n) + k];
            }

            results.AddRange(function(a).Cast<double>());
        }

        return [.. results];
    }

    /// <summary>I.</summary>
    public static double[,] Identity(int n) => Fill(n, n, (i, j) => i == j ? 1 : 0);

    /// <summary>A matrix from a formula.</summary>
    public static double[,] Fill(int rows, int columns, Func<int, int, double> number)
    {
        double[,] a = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                a[i, j] = number(i, j);
            }
        }

        return a;
    }

    /// <summary>A'.</summary>
    public static double[,] Turn(double[,] a) => Fill(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    /// <summary>A + B.</summary>
    public static double[,] Add(double[,] a, double[,] b) => Fill(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] + b[i, j]);

    /// <summary>A times a number.</summary>
    public static double[,] Scale(double[,] a, double factor) => Fill(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] * factor);

    /// <summary>A B.</summary>
    public static double[,] Multiply(double[,] a, double[,] b) =>
        Fill(a.GetLength(0), b.GetLength(1), (i, j) => Enumerable.Range(0, a.GetLength(1)).Sum(k => a[i, k] * b[k, j]));

    /// <summary>A^-1 B by Gauss and Jordan's elimination; the pivots of a safe matrix need no search.</summary>
    public static double[,] Solve(double[,] a, double[,] b)
    {
        int n = a.GetLength(0);
        double[,] left = (double[,])a.Clone();
        double[,] right = (double[,])b.Clone();
        for (int k = 0; k < n; k++)
        {
            double pivot = left[k, k];
            for (int j = 0; j < n; j++)
            {
                left[k, j] /= pivot;
            }

            for (int j = 0; j < b.GetLength(1); j++)
            {
                right[k, j] /= pivot;
            }

            for (int i = 0; i < n; i++)
            {
                double factor = i == k ? 0 : left[i, k];
                for (int j = 0; j < n; j++)
                {
                    left[i, j] -= factor * left[k, j];
                }

                for (int j = 0; j < b.GetLength(1); j++)
                {
                    right[i, j] -= factor * right[k, j];
                }
            }
        }

        return right;
    }

    /// <summary>The determinant by Laplace's expansion along the first row.</summary>
    public static double Determinant(double[,] a)
    {
        int n = a.GetLength(0);
        return n == 0 ? 1 : Enumerable.Range(0, n).Sum(j => (j % 2 == 0 ? 1 : -1) * a[0, j] * Determinant(Fill(n - 1, n - 1, (i, k) => a[i + 1, k < j ? k : k + 1])));
    }

    /// <summary>The orthonormal columns of Gram and Schmidt, and R with positive diagonal, below each other.</summary>
    public static double[,] GramSchmidt(double[,] a)
    {
        int m = a.GetLength(0);
        int n = a.GetLength(1);
        double[,] q = (double[,])a.Clone();
        double[,] r = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < j; k++)
            {
                r[k, j] = Enumerable.Range(0, m).Sum(i => q[i, k] * a[i, j]);
                for (int i = 0; i < m; i++)
                {
                    q[i, j] -= r[k, j] * q[i, k];
                }
            }

            r[j, j] = Math.Sqrt(Enumerable.Range(0, m).Sum(i => q[i, j] * q[i, j]));
            for (int i = 0; i < m; i++)
            {
                q[i, j] /= r[j, j];
            }
        }

        return Fill(m + n, n, (i, j) => i < m ? q[i, j] : r[i - m, j]);
    }
}
