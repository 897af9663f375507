using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The loop of all optimisers: each weight, its gradient and what is remembered for it are read and written once a step.</summary>
internal static unsafe class Updates
{
    /// <summary>Moves every weight by a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">What is remembered for each weight; empty when nothing is.</param>
    /// <param name="second">A second such number; empty when there is none.</param>
    /// <param name="third">A third such number; empty when there is none.</param>
    public static void Run<TRule, T>(TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, Span<T> first, Span<T> second, Span<T> third)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* w = weights, g = gradients, a = first, b = second, c = third)
        {
            int parts = (int)(((long)weights.Length + Elementwise.Grain - 1) / Elementwise.Grain);
            Wide.Run<Job<TRule, T>, T>(parts, new Job<TRule, T>(rule, w, g, a, b, c, weights.Length));
        }
    }

    private readonly struct Job<TRule, T>(TRule rule, T* w, T* g, T* a, T* b, T* c, int count) : IWideBody<T>
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int start = part * Elementwise.Grain;
            int end = Math.Min(count, start + Elementwise.Grain);
            int width = TVector.Count;
            int i = start;
            for (; i <= end - width; i += width)
            {
                TVector first = a is null ? TVector.Zero : TVector.Load(a + i);
                TVector second = b is null ? TVector.Zero : TVector.Load(b + i);
                TVector third = c is null ? TVector.Zero : TVector.Load(c + i);
                TVector.Store(rule.Step(TVector.Load(w + i), TVector.Load(g + i), ref first, ref second, ref third), w + i);
                if (a is not null)
                {
                    TVector.Store(first, a + i);
                }

                if (b is not null)
                {
                    TVector.Store(second, b + i);
                }

                if (c is not null)
                {
                    TVector.Store(third, c + i);
                }
            }

            // What does not fill a vector is moved as one all the same, aside, so that its bits do not depend on its place.
            if (i < end)
            {
                int left = end - i;
                T* room = stackalloc T[5 * width];
                new Span<T>(room, 5 * width).Clear();
                Copy(w + i, room, left);
                Copy(g + i, room + width, left);
                Copy(a is null ? room : a + i, room + (2 * width), a is null ? 0 : left);
                Copy(b is null ? room : b + i, room + (3 * width), b is null ? 0 : left);
                Copy(c is null ? room : c + i, room + (4 * width), c is null ? 0 : left);
                TVector first = TVector.Load(room + (2 * width));
                TVector second = TVector.Load(room + (3 * width));
                TVector third = TVector.Load(room + (4 * width));
                TVector.Store(rule.Step(TVector.Load(room), TVector.Load(room + width), ref first, ref second, ref third), room);
                TVector.Store(first, room + (2 * width));
                TVector.Store(second, room + (3 * width));
                TVector.Store(third, room + (4 * width));
                Copy(room, w + i, left);
                Copy(room + (2 * width), a + i, a is null ? 0 : left);
                Copy(room + (3 * width), b + i, b is null ? 0 : left);
                Copy(room + (4 * width), c + i, c is null ? 0 : left);
            }
        }

        private static void Copy(T* from, T* to, int numbers)
        {
            for (int i = 0; i < numbers; i++)
            {
                to[i] = from[i];
            }
        }
    }
}
