using System.Numerics;
using ILGPU;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ilgpu.Works;

/// <summary>One time step of a batch: how wide its state is, and which sequences have ended before it.</summary>
internal readonly struct StepView(int hidden, ArrayView<long> lengths, int hasLengths, int time)
{
    /// <summary>Numbers of state a sequence.</summary>
    public int Hidden => hidden;

    /// <summary>Whether a sequence has ended.</summary>
    public bool Ended(int row) => hasLengths != 0 && time >= lengths[row];
}

/// <summary>The gates of an LSTM for a number of the state; see the library's LstmGates.</summary>
internal readonly struct LstmWork<T>(
    StepView step, int coupled, ArrayView<T> peepholes, int hasPeepholes, ArrayView<T> gates, ArrayView<T> cellBefore, ArrayView<T> hiddenBefore, ArrayView<T> cell, ArrayView<T> squashed, ArrayView<T> hidden) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int width = step.Hidden;
        int row = i / width;
        int j = i - (row * width);
        if (step.Ended(row))
        {
            cell[i] = cellBefore[i];
            hidden[i] = hiddenBefore[i];
            return;
        }

        int forget = (row * (coupled != 0 ? 3 : 4) * width) + (coupled != 0 ? 0 : width) + j;
        int eye = (coupled != 0 ? 0 : width) + j;
        GpuLane<T> before = GpuLane<T>.Create(cellBefore[i]);
        GpuLane<T> f = GpuLane<T>.Create(gates[forget]);
        GpuLane<T> o = GpuLane<T>.Create(gates[forget + (2 * width)]);
        if (hasPeepholes != 0)
        {
            f += GpuLane<T>.Create(peepholes[eye]) * before;
        }

        f = Squashing.Sigmoid<GpuLane<T>, T>(f);
        GpuLane<T> input = GpuLane<T>.One - f;
        if (coupled == 0)
        {
            input = GpuLane<T>.Create(gates[forget - width]);
            if (hasPeepholes != 0)
            {
                input += GpuLane<T>.Create(peepholes[j]) * before;
            }

            input = Squashing.Sigmoid<GpuLane<T>, T>(input);
            gates[forget - width] = GpuLane<T>.Sum(input);
        }

        GpuLane<T> g = Squashing.Tanh<GpuLane<T>, T>(GpuLane<T>.Create(gates[forget + width]));
        GpuLane<T> c = (f * before) + (input * g);
        if (hasPeepholes != 0)
        {
            o += GpuLane<T>.Create(peepholes[eye + width]) * c;
        }

        o = Squashing.Sigmoid<GpuLane<T>, T>(o);
        GpuLane<T> t = Squashing.Tanh<GpuLane<T>, T>(c);
        gates[forget] = GpuLane<T>.Sum(f);
        gates[forget + width] = GpuLane<T>.Sum(g);
        gates[forget + (2 * width)] = GpuLane<T>.Sum(o);
        cell[i] = GpuLane<T>.Sum(c);
        squashed[i] = GpuLane<T>.Sum(t);
        hidden[i] = GpuLane<T>.Sum(o * t);
    }
}

/// <summary>The way back through the gates of an LSTM.</summary>
internal readonly struct LstmGradientWork<T>(
    StepView step, int coupled, ArrayView<T> peepholes, int hasPeepholes, ArrayView<T> gates, ArrayView<T> cellBefore, ArrayView<T> squashed, ArrayView<T> gradient, ArrayView<T> carry, ArrayView<T> cellGradient, ArrayView<T> gateGradient) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int width = step.Hidden;
        int row = i / width;
        int j = i - (row * width);
        int forget = (row * (coupled != 0 ? 3 : 4) * width) + (coupled != 0 ? 0 : width) + j;
        int eye = (coupled != 0 ? 0 : width) + j;
        if (step.Ended(row))
        {
            carry[i] = carry[i] + gradient[i];
            gateGradient[forget] = default;
            gateGradient[forget + width] = default;
            gateGradient[forget + (2 * width)] = default;
            if (coupled == 0)
            {
                gateGradient[forget - width] = default;
            }

            return;
        }

        T one = GpuLane<T>.Sum(GpuLane<T>.One);
        T f = gates[forget];
        T g = gates[forget + width];
        T o = gates[forget + (2 * width)];
        T t = squashed[i];
        T before = cellBefore[i];
        T slope = gradient[i] + carry[i];
        T output = slope * t * o * (one - o);
        T cell = (slope * o * (one - (t * t))) + cellGradient[i];
        if (hasPeepholes != 0)
        {
            cell += output * peepholes[eye + width];
        }

        T input = one - f;
        T seen = before - g;
        if (coupled == 0)
        {
            input = gates[forget - width];
            seen = before;
        }

        T keep = seen * cell * f * (one - f);
        T earlier = cell * f;
        if (coupled == 0)
        {
            T entry = cell * g * input * (one - input);
            gateGradient[forget - width] = entry;
            if (hasPeepholes != 0)
            {
                earlier += entry * peepholes[j];
            }
        }

        if (hasPeepholes != 0)
        {
            earlier += keep * peepholes[eye];
        }

        gateGradient[forget] = keep;
        gateGradient[forget + width] = cell * input * (one - (g * g));
        gateGradient[forget + (2 * width)] = output;
        cellGradient[i] = earlier;
        carry[i] = default;
    }
}

/// <summary>The gates of a GRU; see the library's GruGates.</summary>
internal readonly struct GruWork<T>(StepView step, ArrayView<T> gates, ArrayView<T> product, ArrayView<T> before, ArrayView<T> hidden) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int width = step.Hidden;
        int row = i / width;
        if (step.Ended(row))
        {
            hidden[i] = before[i];
            return;
        }

        int reset = (row * 3 * width) + (i - (row * width));
        GpuLane<T> r = Squashing.Sigmoid<GpuLane<T>, T>(GpuLane<T>.Create(gates[reset] + product[reset]));
        GpuLane<T> z = Squashing.Sigmoid<GpuLane<T>, T>(GpuLane<T>.Create(gates[reset + width] + product[reset + width]));
        GpuLane<T> sum = (r * GpuLane<T>.Create(product[reset + (2 * width)])) + GpuLane<T>.Create(gates[reset + (2 * width)]);
        GpuLane<T> n = Squashing.Tanh<GpuLane<T>, T>(sum);
        gates[reset] = GpuLane<T>.Sum(r);
        gates[reset + width] = GpuLane<T>.Sum(z);
        gates[reset + (2 * width)] = GpuLane<T>.Sum(n);
        hidden[i] = GpuLane<T>.Sum((z * GpuLane<T>.Create(before[i])) + ((GpuLane<T>.One - z) * n));
    }
}

/// <summary>The way back through the gates of a GRU.</summary>
internal readonly struct GruGradientWork<T>(
    StepView step, ArrayView<T> gates, ArrayView<T> product, ArrayView<T> before, ArrayView<T> gradient, ArrayView<T> carry, ArrayView<T> inputGradient, ArrayView<T> productGradient) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int width = step.Hidden;
        int row = i / width;
        int reset = (row * 3 * width) + (i - (row * width));
        if (step.Ended(row))
        {
            carry[i] = carry[i] + gradient[i];
            for (int gate = 0; gate < 3; gate++)
            {
                inputGradient[reset + (gate * width)] = default;
                productGradient[reset + (gate * width)] = default;
            }

            return;
        }

        T one = GpuLane<T>.Sum(GpuLane<T>.One);
        T r = gates[reset];
        T z = gates[reset + width];
        T n = gates[reset + (2 * width)];
        T slope = gradient[i] + carry[i];
        T candidate = slope * (one - z) * (one - (n * n));
        T update = slope * (before[i] - n) * z * (one - z);
        T restart = candidate * product[reset + (2 * width)] * r * (one - r);
        inputGradient[reset] = restart;
        inputGradient[reset + width] = update;
        inputGradient[reset + (2 * width)] = candidate;
        productGradient[reset] = restart;
        productGradient[reset + width] = update;
        productGradient[reset + (2 * width)] = candidate * r;
        carry[i] = slope * z;
    }
}

/// <summary>h = tanh(sum), or max(0, sum).</summary>
internal readonly struct RnnWork<T>(StepView step, int rectified, ArrayView<T> sums, ArrayView<T> before, ArrayView<T> hidden) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        GpuLane<T> sum = GpuLane<T>.Create(sums[i]);
        T squashed = GpuLane<T>.Sum(rectified != 0 ? GpuLane<T>.Max(sum, GpuLane<T>.Zero) : Squashing.Tanh<GpuLane<T>, T>(sum));
        hidden[i] = step.Ended(i / step.Hidden) ? before[i] : squashed;
    }
}

/// <summary>The way back through the activation of a plain recurrent network.</summary>
internal readonly struct RnnGradientWork<T>(StepView step, int rectified, ArrayView<T> hidden, ArrayView<T> gradient, ArrayView<T> carry, ArrayView<T> sumGradient) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        T slope = gradient[i] + carry[i];
        if (step.Ended(i / step.Hidden))
        {
            sumGradient[i] = default;
            carry[i] = slope;
            return;
        }

        T h = hidden[i];
        T one = GpuLane<T>.Sum(GpuLane<T>.One);
        sumGradient[i] = rectified == 0 ? slope * (one - (h * h)) : h > default(T) ? slope : default;
        carry[i] = default;
    }
}
