namespace NotebookKit.Gradients;

/// <content>Whole matrices of derivatives, and their products with a vector, which need no matrix.</content>
public static partial class Gradient
{
    /// <summary>J_ij = dy_i / dx_j of y = f(x), a row by a way back from each number of y: [..y, ..x].</summary>
    /// <remarks>One way forward and as many back as y has numbers. Lecture S2 L4 (Jacobian matrix: outputs x inputs).</remarks>
    /// <param name="f">The function.</param>
    /// <param name="x">Where the derivatives are taken.</param>
    /// <param name="createGraph">Records the matrix's own history, back to x where x requires a gradient.</param>
    /// <returns>A tensor whose axes are those of y, then those of x; for x of [n] and y of [m] the matrix [m, n].</returns>
    /// <exception cref="ArgumentException">x holds no floats.</exception>
    public static Tensor Jacobian(Func<Tensor, Tensor> f, Tensor x, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Jacobian(inputs => f(inputs[0]), [x], createGraph)[0];
    }

    /// <summary>The Jacobian of y = f(x_1, x_2, ...) for each input: [..y, ..x_k].</summary>
    /// <param name="f">The function.</param>
    /// <param name="inputs">Where the derivatives are taken.</param>
    /// <param name="createGraph">Records the matrices' own history, back to the inputs that require a gradient.</param>
    /// <exception cref="ArgumentException">An input holds no floats.</exception>
    public static Tensor[] Jacobian(Func<IReadOnlyList<Tensor>, Tensor> f, IReadOnlyList<Tensor> inputs, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(f);
        Tensor[] points = Points(nameof(Jacobian), inputs, createGraph);
        using (On())
        {
            return Rows(Result(nameof(Jacobian), f(points)), points, createGraph);
        }
    }

    /// <summary>H_ij = d^2 y / dx_i dx_j of a single number y = f(x): the Jacobian of the gradient, [..x, ..x].</summary>
    /// <remarks>Symmetric where f is smooth. Lecture S2 L4 (second-order methods).</remarks>
    /// <param name="f">The function; its result is one number.</param>
    /// <param name="x">Where the derivatives are taken.</param>
    /// <param name="createGraph">Records the matrix's own history, back to x where x requires a gradient.</param>
    /// <exception cref="ArgumentException">x holds no floats, or the result is not a single number.</exception>
    public static Tensor Hessian(Func<Tensor, Tensor> f, Tensor x, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(f);
        Tensor[] points = Points(nameof(Hessian), [x], createGraph);
        using (On())
        {
            return Hessian(Single(nameof(Hessian), f(points[0])), points[0], createGraph);
        }
    }

    /// <summary>The Hessian of a number that is already computed, for a tensor it was computed from: a model's loss and one of its parameters.</summary>
    /// <param name="output">A single number.</param>
    /// <param name="input">A tensor that requires a gradient.</param>
    /// <param name="createGraph">Records the matrix's own history.</param>
    /// <returns>[..input, ..input].</returns>
    /// <exception cref="ArgumentException">The output is not a single number.</exception>
    public static Tensor Hessian(Tensor output, Tensor input, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(input);
        using (On())
        {
            return Rows(Slope(Single(nameof(Hessian), output), [input])[0], [input], createGraph)[0];
        }
    }

    /// <summary>H v for the Hessian H of y = f(x), without H: the gradient of (dy/dx) v. Two ways back.</summary>
    /// <remarks>Pearlmutter, Fast exact multiplication by the Hessian, 1994.</remarks>
    /// <param name="f">The function; its result is one number.</param>
    /// <param name="x">Where the derivatives are taken.</param>
    /// <param name="v">The direction, in the shape of x.</param>
    /// <returns>H v, in the shape of x.</returns>
    /// <exception cref="ArgumentException">The shapes of x and v differ, or the result is not a single number.</exception>
    public static Tensor HessianVectorProduct(Func<Tensor, Tensor> f, Tensor x, Tensor v)
    {
        ArgumentNullException.ThrowIfNull(f);
        Tensor[] points = Points(nameof(HessianVectorProduct), [x], createGraph: false);
        using (On())
        {
            return HessianVectorProduct(f(points[0]), points, [v])[0];
        }
    }

    /// <summary>H v for a number that is already computed and all tensors it was computed from: a model's loss and its parameters.</summary>
    /// <param name="output">A single number.</param>
    /// <param name="inputs">Tensors that require a gradient.</param>
    /// <param name="v">The direction, a tensor an input in its shape.</param>
    /// <returns>H v, a tensor an input.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or the output is not a single number.</exception>
    public static Tensor[] HessianVectorProduct(Tensor output, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> v)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(v);
        if (inputs.Count != v.Count)
        {
            throw new ArgumentException($"HessianVectorProduct: {inputs.Count} inputs and {v.Count} directions; there is one an input.");
        }

        for (int i = 0; i < v.Count; i++)
        {
            Direction(nameof(HessianVectorProduct), v[i], inputs[i]);
        }

        using (On())
        {
            Tensor[] slopes = Slope(Single(nameof(HessianVectorProduct), output), inputs);
            Tensor along = Tensor.Full(new Shape([]), 0, output.DType, output.Device);
            for (int i = 0; i < slopes.Length; i++)
            {
                along += (slopes[i] * v[i].Detach()).Sum();
            }

            return along.RequiresGrad ? Of(along, inputs) : [.. inputs.Select(Nothing)];
        }
    }

    /// <summary>v' J for the Jacobian J of y = f(x): one way back that starts with v.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">Where the derivatives are taken.</param>
    /// <param name="v">In the shape of y.</param>
    /// <returns>v' J, in the shape of x.</returns>
    /// <exception cref="ArgumentException">The shapes of y and v differ.</exception>
    public static Tensor VectorJacobianProduct(Func<Tensor, Tensor> f, Tensor x, Tensor v)
    {
        ArgumentNullException.ThrowIfNull(f);
        Tensor[] points = Points(nameof(VectorJacobianProduct), [x], createGraph: false);
        using (On())
        {
            Tensor y = Result(nameof(VectorJacobianProduct), f(points[0]));
            Direction(nameof(VectorJacobianProduct), v, y);
            return y.RequiresGrad ? Of(y, points, start: v.Detach())[0] : Nothing(x);
        }
    }

    /// <summary>J v for the Jacobian J of y = f(x): how y changes when x moves along v.</summary>
    /// <remarks>u' J is linear in u, so its derivative for u, times v, is J v: two ways back give the way forward.</remarks>
    /// <param name="f">The function.</param>
    /// <param name="x">Where the derivatives are taken.</param>
    /// <param name="v">The direction, in the shape of x.</param>
    /// <returns>J v, in the shape of y.</returns>
    /// <exception cref="ArgumentException">The shapes of x and v differ.</exception>
    public static Tensor JacobianVectorProduct(Func<Tensor, Tensor> f, Tensor x, Tensor v)
    {
        ArgumentNullException.ThrowIfNull(f);
        Tensor[] points = Points(nameof(JacobianVectorProduct), [x], createGraph: false);
        Direction(nameof(JacobianVectorProduct), v, x);
        using (On())
        {
            Tensor y = Result(nameof(JacobianVectorProduct), f(points[0]));
            if (!y.RequiresGrad)
            {
                return Nothing(y);
            }

            Tensor u = Tensor.Full(y.Shape, 1, y.DType, y.Device);
            u.RequiresGrad = true;
            Tensor product = Of(y, points, createGraph: true, start: u)[0];
            return product.RequiresGrad ? Of(product, [u], start: v.Detach())[0] : Nothing(y);
        }
    }

    // A row a number of y.
    private static Tensor[] Rows(Tensor y, Tensor[] inputs, bool createGraph)
    {
        List<Tensor>[] rows = [.. inputs.Select(_ => new List<Tensor>(y.Count))];
        for (int i = 0; i < y.Count && y.RequiresGrad; i++)
        {
            double[] pick = new double[y.Count];
            pick[i] = 1;
            Tensor[] row = Of(y, inputs, createGraph, Tensor.From(pick, y.Shape).To(y.DType).To(y.Device), retainGraph: true);
            for (int k = 0; k < rows.Length; k++)
            {
                rows[k].Add(row[k]);
            }
        }

        Tensor[] matrices = new Tensor[rows.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            int[] sizes = [.. y.Shape.Span, .. inputs[k].Shape.Span];
            matrices[k] = rows[k].Count == 0 ? Tensor.Full(sizes, 0, inputs[k].DType, inputs[k].Device) : Tensor.Stack(rows[k]).Reshape(sizes);
        }

        return matrices;
    }

    private static Tensor[] Slope(Tensor y, IReadOnlyList<Tensor> inputs) =>
        y.RequiresGrad ? Of(y, inputs, createGraph: true) : [.. inputs.Select(Nothing)];

    // Leaves with the numbers of the inputs; the inputs themselves when the result must be tied to their history.
    private static Tensor[] Points(string operation, IReadOnlyList<Tensor> inputs, bool createGraph)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor[] points = new Tensor[inputs.Count];
        for (int i = 0; i < points.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(inputs[i]);
            Ops.Check.Floats(operation, inputs[i]);
            points[i] = createGraph && inputs[i].RequiresGrad ? inputs[i] : inputs[i].Detach();
            points[i].RequiresGrad = true;
        }

        return points;
    }

    private static Tensor Result(string operation, Tensor? y) =>
        y ?? throw new ArgumentException($"{operation}: the function gave back null.");

    private static Tensor Single(string operation, Tensor? y) => Result(operation, y).Count == 1
        ? y!
        : throw new ArgumentException($"{operation}: second derivatives are those of a single number, and the result has shape {y!.Shape}; reduce it with Sum(), or take the Jacobian.");

    private static void Direction(string operation, Tensor v, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(v);
        if (v.Shape != x.Shape || v.DType != x.DType)
        {
            throw new ArgumentException($"{operation}: the direction must be {x.Shape} of {x.DType}, and is {v.Shape} of {v.DType}.");
        }
    }

    private static Tensor Nothing(Tensor like) => Tensor.Full(like.Shape, 0, like.DType, like.Device);
}
