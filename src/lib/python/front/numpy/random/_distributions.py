"""Distributions from uniform numbers that both kinds of generators draw in the same way."""

import math


def poisson(random, lam):
    """How often something happens that happens lam times on average."""
    if lam >= 10:
        return _poisson_large(random, lam)
    if lam == 0:
        return 0
    limit, count, product = math.exp(-lam), 0, 1.0
    while True:
        product *= random()
        if product <= limit:
            return count
        count += 1


def _poisson_large(random, lam):
    """By transformed rejection. Source: https://doi.org/10.1016/0167-6687(93)90997-4"""
    root, log_lam = math.sqrt(lam), math.log(lam)
    b = 0.931 + 2.53 * root
    a = -0.059 + 0.02483 * b
    inverse = 1.1239 + 1.1328 / (b - 3.4)
    v_r = 0.9277 - 3.6224 / (b - 2)
    while True:
        u = random() - 0.5
        v = random()
        us = 0.5 - abs(u)
        k = math.floor((2 * a / us + b) * u + lam + 0.43)
        if us >= 0.07 and v <= v_r:
            return k
        if k < 0 or (us < 0.013 and v > us):
            continue
        left = math.log(v) + math.log(inverse) - math.log(a / (us * us) + b)
        if left <= -lam + k * log_lam - math.lgamma(k + 1):
            return k


def binomial(random, n, p):
    """How many of n trials succeed, each with probability p."""
    if n == 0 or p == 0:
        return 0
    if p > 0.5:
        return n - binomial(random, n, 1.0 - p)
    if n * p > 30:
        raise ValueError("Backflow's numpy has binomial only for n * p up to 30, or n * (1 - p)")
    q = 1.0 - p
    first = math.exp(n * math.log(q))
    mean = n * p
    bound = int(min(n, mean + 10.0 * math.sqrt(mean * q + 1)))
    count, chance, u = 0, first, random()
    while u > chance:
        count += 1
        if count > bound:
            count, chance, u = 0, first, random()
        else:
            u -= chance
            chance = ((n - count + 1) * p * chance) / (count * q)
    return count


def laplace(random, loc, scale):
    """Two exponential distributions back to back."""
    while True:
        u = random()
        if u >= 0.5:
            return loc - scale * math.log(2.0 - u - u)
        if u > 0:
            return loc + scale * math.log(u + u)


def logistic(random, loc, scale):
    """The distribution whose running total is the logistic function."""
    while True:
        u = random()
        if u > 0:
            return loc + scale * math.log(u / (1.0 - u))


def gumbel(random, loc, scale):
    """The distribution of largest values."""
    while True:
        u = 1.0 - random()
        if u < 1.0:
            return loc - scale * math.log(-math.log(u))
