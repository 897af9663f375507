using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>A residual block: H(x) = F(x) + x. Where F gives zeros the block is the identity, to the bit.</summary>
/// <remarks>
/// Layers learn what to add to x instead of H itself, and the gradient of x has the summand dL/dH as it is, however deep the stack. A shortcut
/// stands where F changes the shape. He et al., Deep residual learning for image recognition, 2015; lectures S1, S2 L11.
/// </remarks>
/// <param name="body">F.</param>
/// <param name="shortcut">What x passes instead of nothing, where shapes change; null for x itself.</param>
/// <param name="after">The activation of the sum; null for none.</param>
/// <param name="scale">Multiplies F: Inception-ResNet's 0.1 to 0.3, against residuals that explode.</param>
public class Residual(Module body, Module? shortcut = null, Module? after = null, double scale = 1) : Block
{
    private readonly Module body = body;
    private readonly Module? shortcut = shortcut;
    private readonly Module? after = after;

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor f = step(body, input);
        Tensor sum = (scale == 1 ? f : f * scale) + (shortcut is null ? input : step(shortcut, input));
        return after is null ? sum : step(after, sum);
    }
}
